/** Words of strangers in a Markdown text: no markup of HTML, and no row of a table ends early. */
export function markdownText(text: string): string {
  return text.replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;')).replaceAll('|', '\\|');
}

export function markdownLink(address: string | null, text: string): string {
  return address === null ? text : `[${text}](${address})`;
}
