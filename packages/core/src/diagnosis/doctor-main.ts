#!/usr/bin/env node
import { runDoctor } from './run-doctor.js';

process.exitCode = await runDoctor(process.argv.slice(2), process);
