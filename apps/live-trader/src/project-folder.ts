import { fileURLToPath } from 'node:url';

/** The project's folder; this file lies as deep in `src` as its bundle in `dist`. */
export const PROJECT_FOLDER = fileURLToPath(new URL('../../../', import.meta.url));
