import type { Reference } from '../../model/edges-document';
import type { SourceFile } from '../../model/source-file';
import { isName, type ProvidedName } from './provided-name';
import { wordsOfFile } from './words-of-file';

/** What the files of a component refer to of others; each name once a line. */
export function findReferences(
  component: string,
  files: readonly SourceFile[],
  provided: readonly ProvidedName[],
): Reference[] {
  const own = provided.filter((each) => each.component === component);
  const others = provided.filter((each) => each.component !== component);
  const found = files.flatMap((file) =>
    wordsOfFile(file).flatMap(({ word, line }) => {
      // Its own name is no reference, even where another's looks like it.
      if (own.some((each) => isName(word, each))) return [];
      return others
        .filter((each) => isName(word, each))
        .map((each) => ({
          component,
          to: each.component,
          kind: each.kind,
          name: word,
          file: file.path,
          line,
        }));
    }),
  );
  return [
    ...new Map(found.map((each) => [`${each.file}:${each.line} ${each.to} ${each.kind}`, each])).values(),
  ];
}
