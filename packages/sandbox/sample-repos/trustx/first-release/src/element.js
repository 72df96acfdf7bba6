/** An element with attributes and children. Text is set as text: what the API answers never becomes markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A table from column definitions `{ title, cell }`; a cell is text or an element. */
export function table(caption, columns, rows) {
  const head = element('tr', {}, ...columns.map(({ title }) => element('th', { scope: 'col' }, title)));
  const body = rows.map((row) => element('tr', {}, ...columns.map(({ cell }) => element('td', {}, cell(row)))));
  const made = element('table', { 'aria-label': caption }, element('thead', {}, head), element('tbody', {}, ...body));
  return element('div', { class: 'card scroll' }, made);
}
