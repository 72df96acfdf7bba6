import type { CommittedChange } from '../../model/committed-change';

const FIRST = 'v1.0.0';
const VERSION = /^(?<v>v?)(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)$/;

/** The name after the last one: breaking changes raise the first number, features the second, all else the third. null: the last one is no version. */
export function nextRelease(last: string | null, changes: readonly CommittedChange[]): string | null {
  if (last === null) return FIRST;
  const { v = '', major, minor, patch } = VERSION.exec(last)?.groups ?? {};
  if (major === undefined || minor === undefined || patch === undefined) return null;
  if (changes.some(({ breaking }) => breaking !== null)) return `${v}${Number(major) + 1}.0.0`;
  if (changes.some(({ type }) => type === 'feat')) return `${v}${major}.${Number(minor) + 1}.0`;
  return `${v}${major}.${minor}.${Number(patch) + 1}`;
}

/** Why a text cannot name a release, which is a tag and a file; null: it can. */
export function releaseNameTrouble(name: string): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return 'it is more than letters, digits, dots and hyphens';
  if (name.includes('..') || name.endsWith('.') || name.endsWith('.lock')) return 'git allows no such tag';
  return /^[0-9a-f]{40}$/.test(name) ? 'git would take it for a commit' : null;
}
