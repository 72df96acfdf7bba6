import { createHash } from 'node:crypto';
import { tagText } from '../../src/effects/git/tag-text';
import type { PushOutcome } from '../../src/effects/ports';
import type { Tag, TagOwner, Tags, TagWish } from '../../src/effects/tags-port';
import { refUnsafe } from '../../src/model/errors';
import { refTrouble } from '../../src/model/git-words';
import { FakeRemote } from './fake-remote';
import type { FakeRepos } from './fake-repos';

/**
 * Tags at the fake remotes. Ids are those that git would give.
 * - A push that meets another object under the name, or the remote's `refusal`, is `rejected`; what is there already is not.
 * - A name that stands where a folder would be, or the other way round, is `rejected`.
 */
export class FakeTags implements Tags {
  readonly place = 'the fake ledger';
  /** The remote of the repository of the workspace. */
  readonly coordination = new FakeRemote();
  private readonly made = new Map<string, TagWish>();

  constructor(private readonly repos: FakeRepos) {}

  async all(owner: TagOwner): Promise<Map<string, Tag>> {
    const { refs, tags } = this.remote(owner);
    const found = [...refs].flatMap(([ref, commit]): [string, Tag][] => {
      if (!ref.startsWith('refs/tags/')) return [];
      const name = ref.slice('refs/tags/'.length);
      return [[name, { object: tags.get(name) ?? commit, commit }]];
    });
    return new Map(found);
  }

  async make(_owner: TagOwner, wish: TagWish): Promise<string> {
    const trouble = refTrouble(`refs/tags/${wish.name}`);
    if (trouble !== null) throw refUnsafe(wish.name, trouble);
    const text = Buffer.from(tagText(wish));
    const id = createHash('sha1').update(`tag ${text.length}\0`).update(text).digest('hex');
    this.made.set(id, wish);
    return id;
  }

  async push(owner: TagOwner, name: string, object: string): Promise<PushOutcome> {
    const remote = this.remote(owner);
    const wish = this.made.get(object);
    if (wish === undefined) throw new RangeError(`nobody made the tag ${object}`);
    const ref = `refs/tags/${name}`;
    if (remote.refusal !== null)
      return { type: 'rejected', message: `! [remote rejected] ${ref} (${remote.refusal})` };
    const known = (await this.all(owner)).get(name);
    if (known?.object === object) return { type: 'pushed' };
    const isInTheWay = [...remote.refs.keys()].some(
      (each) => each.startsWith(`${ref}/`) || ref.startsWith(`${each}/`),
    );
    if (known !== undefined || isInTheWay)
      return { type: 'rejected', message: `! [rejected] ${ref} (stale info)` };
    if (owner !== null)
      for (const each of this.repos.historyOf(owner, wish.commit))
        remote.commits.set(each, this.repos.known(owner, each));
    remote.refs.set(ref, wish.commit);
    remote.tags.set(name, object);
    return { type: 'pushed' };
  }

  private remote(owner: TagOwner): FakeRemote {
    return owner === null ? this.coordination : this.repos.reached(owner);
  }
}
