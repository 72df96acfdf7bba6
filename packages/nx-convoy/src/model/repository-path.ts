/** Why a text cannot be used as a path inside a repository; null: it can. */
export function repositoryPathTrouble(path: string): string | null {
  if (path === '') return 'it is empty';
  if (/\p{Cc}/u.test(path)) return 'it holds a control character';
  if (path.includes('\\')) return 'it holds “\\”; folders are separated by “/”';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~'))
    return 'it is absolute; paths are inside the repository';
  if (path.startsWith('-')) return 'it would be taken for an option';
  if (path.startsWith(':')) return 'git gives “:” at the beginning a meaning of its own';
  const segments = path.split('/');
  if (segments.includes('..')) return 'it leaves the repository';
  if (segments.some((segment) => segment.toLowerCase() === '.git')) return 'it reaches into .git';
  return null;
}
