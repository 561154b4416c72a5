import type { RunResult } from '../../run-result.ts';
import { LevelsGone } from './level-window.ts';
import type { ProfileStore } from './profile.ts';
import { ProfileRecorder } from './profile-recorder.ts';

/**
 * The profile store of a run that was not recorded, from the volume per price its tape still holds. Null when
 * some of it is gone.
 */
export function profileStore({ config, tape, features, signals }: RunResult): ProfileStore | null {
  const recorder = new ProfileRecorder(config);
  try {
    recorder.take({ tape, features, signals, from: 0, to: tape.length });
  } catch (error) {
    // A long run may have dropped old days; the report does without their profiles.
    if (error instanceof LevelsGone) return null;
    throw error;
  }
  return recorder.store();
}
