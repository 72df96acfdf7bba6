import type { TagWish } from '../tags-port';

/** A tag with a message as git keeps it: the same wish is the same text. */
export function tagText({ name, commit, message, tagger, at }: TagWish): string {
  const plain = (text: string): string => text.replace(/[<>\s]+/g, ' ').trim();
  const who = `${plain(tagger.name)} <${plain(tagger.email).replaceAll(' ', '')}>`;
  const seconds = Math.floor(Date.parse(at) / 1000);
  const head = [`object ${commit}`, 'type commit', `tag ${name}`, `tagger ${who} ${seconds} +0000`];
  return `${head.join('\n')}\n\n${message.trimEnd()}\n`;
}
