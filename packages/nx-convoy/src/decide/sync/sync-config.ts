import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  YAMLMap,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { canonicalJson } from '../../model/digest';
import { isDeclared, saysTheSame, whyNotCarried, type SyncRules } from './carry-rules';
import { editedText } from './edited-text';

/** A configuration file, or the part of it that belongs to an environment. */
export interface SyncSide {
  readonly text: string;
  readonly section: readonly string[];
}

export type SyncOutcome =
  | {
      readonly type: 'synced';
      readonly text: string;
      /** Keys that were added or changed. */
      readonly carried: readonly string[];
      /** Keys that a person must set, with the reason. */
      readonly left: readonly { readonly path: string; readonly why: string }[];
    }
  | { readonly type: 'trouble'; readonly why: string };

/**
 * The file of one environment with the shared keys of another's: added where they are missing, changed where they differ. What is each environment's
 * own stays, as do comments and order; nothing is removed.
 */
export function syncConfig(from: SyncSide, to: SyncSide, rules: SyncRules): SyncOutcome {
  const [source, before, after] = [from, to, to].map(({ text }) =>
    parseDocument(text, { logLevel: 'silent' }),
  );
  if (source === undefined || before === undefined || after === undefined)
    throw new RangeError('three documents');
  const [error] = [...source.errors, ...after.errors];
  if (error !== undefined)
    return { type: 'trouble', why: `it cannot be read: ${error.message.split('\n')[0] ?? ''}` };
  const [theirs, mine] = [mapIn(source, from.section), mapIn(after, to.section)];
  if (theirs === null || mine === null) {
    const [name, section] = theirs === null ? [rules.from, from.section] : [rules.to, to.section];
    return { type: 'trouble', why: `there is no mapping ${section.join('.')} of ${name} in it` };
  }
  const carrier = new Carrier(source, after, rules);
  carrier.carry(theirs, mine, '');
  const { carried, left } = carrier;
  const text = carried.length === 0 ? to.text : editedText(to.text, before, after);
  return { type: 'synced', text, carried, left };
}

function mapIn(document: Document, section: readonly string[]): YAMLMap | null {
  const found: unknown = section.length === 0 ? document.contents : document.getIn(section);
  return isMap(found) ? found : null;
}

/** Carries the keys of one mapping into another, all the way down. */
class Carrier {
  readonly carried: string[] = [];
  readonly left: { path: string; why: string }[] = [];

  constructor(
    private readonly source: Document,
    private readonly target: Document,
    private readonly rules: SyncRules,
  ) {}

  carry(from: YAMLMap, to: YAMLMap, above: string): void {
    from.items.forEach((pair, index) => {
      const key = keyOf(pair);
      // Merge keys and keys that are no words are somebody's art.
      if (key === null || key === '<<') return;
      const path = above === '' ? key : `${above}.${key}`;
      const mine = to.items.find((each) => keyOf(each) === key);
      if (isDeclared(path, this.rules)) {
        if (mine === undefined && !this.isIgnored(path))
          this.left.push({ path, why: "it is each environment's own" });
      } else if (mine === undefined) this.add(pair, { from, to, index, path });
      else this.change(pair, mine, path);
    });
  }

  private isIgnored(path: string): boolean {
    return isDeclared(path, { ...this.rules, specific: [] });
  }

  private add(pair: Pair, place: { from: YAMLMap; to: YAMLMap; index: number; path: string }): void {
    const { path, to } = place;
    const value = this.resolved(pair.value);
    const copy = this.copyOf(pair);
    if (isMap(value)) {
      // Key by key, so that what must not be carried stays behind.
      const empty = new YAMLMap(this.target.schema);
      const seen = this.carried.length;
      this.carry(value, empty, path);
      if (this.carried.length === seen) return;
      if (value.flow !== undefined) empty.flow = value.flow;
      copy.value = empty;
    } else {
      const why = whyNotCarried(path, this.jsOf(value), this.rules);
      if (why !== null) return void this.left.push({ path, why });
      this.carried.push(path);
    }
    to.items.splice(placeFor(place), 0, copy);
  }

  private change(pair: Pair, mine: Pair, path: string): void {
    const [theirs, own] = [this.resolved(pair.value), mine.value];
    if (isMap(theirs) && isMap(own)) {
      this.carry(theirs, own, path);
      return;
    }
    const [from, to] = [this.jsOf(theirs), jsIn(this.target, own)];
    if (canonicalJson(from) === canonicalJson(to) || saysTheSame(to, from, this.rules)) return;
    const why = whyNotReplaced(own) ?? whyNotCarried(path, from, this.rules, to);
    if (why !== null) return void this.left.push({ path, why });
    mine.value = withComments(this.copyOf(pair).value, own);
    this.carried.push(path);
  }

  /** With its comments, without anchors: a name may be taken already. */
  private copyOf(pair: Pair): Pair {
    const copy = pair.clone(this.target.schema);
    const value = copy.value;
    if (isNode(value) && hasAlias(value))
      copy.value = this.target.createNode(this.jsOf(this.resolved(pair.value)));
    if (isNode(copy.value)) for (const node of nodesIn(copy.value)) if (!isAlias(node)) delete node.anchor;
    return copy;
  }

  private resolved(value: unknown): unknown {
    return isAlias(value) ? value.resolve(this.source) : value;
  }

  private jsOf(value: unknown): unknown {
    return jsIn(this.source, value);
  }
}

function jsIn(document: Document, value: unknown): unknown {
  const node = value as Node | null | undefined;
  return node === null || node === undefined ? null : (node.toJS(document) as unknown);
}

function keyOf({ key }: Pair): string | null {
  return isScalar(key) && ['string', 'number', 'boolean'].includes(typeof key.value)
    ? String(key.value)
    : null;
}

/** After the nearest key before it that both have; else last, so that no leading comment changes its key. */
function placeFor({ from, to, index }: { from: YAMLMap; to: YAMLMap; index: number }): number {
  for (let before = index - 1; before >= 0; before -= 1) {
    const pair = from.items[before];
    const key = pair === undefined ? null : keyOf(pair);
    const at = to.items.findIndex((each) => key !== null && keyOf(each) === key);
    if (at !== -1) return at + 1;
  }
  return to.items.length;
}

/** The new value under the comments that stood at the old one. */
function withComments(value: unknown, old: unknown): unknown {
  if (!isNodeLike(value) || !isNodeLike(old)) return value;
  return Object.assign(value, {
    comment: old.comment,
    commentBefore: old.commentBefore,
    spaceBefore: old.spaceBefore,
  });
}

/** What a person wrote with care is not written over. */
function whyNotReplaced(own: unknown): string | null {
  if (isAlias(own)) return 'it is written as an alias';
  if (isMap(own)) return 'it is a mapping here';
  return isSeq(own) && own.items.some(hasComments) ? 'its entries have comments' : null;
}

function hasAlias(node: Node): boolean {
  return nodesIn(node).some((each) => isAlias(each));
}

function hasComments(entry: unknown): boolean {
  return nodesIn(entry).some(({ comment, commentBefore }) => Boolean(comment ?? commentBefore));
}

/** A node and all below it. */
function nodesIn(value: unknown): Node[] {
  const found: Node[] = [];
  if (isNode(value)) visit(value, { Node: (_key, node) => void found.push(node) });
  return found;
}

function isNodeLike(value: unknown): value is Pick<Node, 'comment' | 'commentBefore' | 'spaceBefore'> {
  return typeof value === 'object' && value !== null;
}
