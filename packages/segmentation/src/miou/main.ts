#!/usr/bin/env node
import { runMiou } from './run-miou.js';

process.exitCode = await runMiou(process.argv.slice(2), process);
