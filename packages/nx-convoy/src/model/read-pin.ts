import { pinInvalid } from './errors';
import { pinSchema, type Pin } from './pin';

/** Where a pin was read and what it is of. */
export interface PinPlace {
  readonly path: string;
  readonly component: string;
  readonly environment: string;
  /** The repository that the component belongs to; undefined: not compared. */
  readonly repo?: string;
}

/** Reads a pin file. Refuses with path and field where it is not what the pin generator writes. */
export function parsePin(text: string, place: PinPlace): Pin {
  const parsed = pinSchema.safeParse(parseJson(text, place));
  if (!parsed.success) {
    const what = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    );
    throw pinInvalid({ ...place, what: what.join('; ') });
  }
  const { repo } = parsed.data;
  if (place.repo !== undefined && place.repo !== repo) {
    throw pinInvalid({
      ...place,
      what: `repo: it is of ${repo}, but ${place.component} belongs to ${place.repo}`,
    });
  }
  return parsed.data;
}

function parseJson(text: string, place: PinPlace): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw pinInvalid({ ...place, what: cause instanceof Error ? cause.message : 'it is not JSON' });
  }
}
