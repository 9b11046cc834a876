// Every migration, oldest first.
import { Initial } from './20261121000000_initial.ts';

export const migrations = [{ name: '20261121000000_initial', class: Initial }];
