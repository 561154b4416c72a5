#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Halves the time to start; it has to be on before the rest is loaded.
enableCompileCache();
const { createProgram } = await import('./program/program.ts');

await createProgram().parseAsync();
