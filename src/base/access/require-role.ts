// Who may do what: the one place where roles are compared.
import { UserError } from '../errors.ts';
import type { Role, Viewer } from './viewer.ts';

/** Each role may do all that those before it may. */
const RANKS: readonly Role[] = ['VIEWER', 'ANALYST', 'OPERATOR', 'ADMIN'];

/** @throws UserError FORBIDDEN when the viewer has a lesser role. */
export function requireRole(ctx: { readonly viewer: Viewer }, role: Role): void {
  if (RANKS.indexOf(ctx.viewer.role) < RANKS.indexOf(role)) {
    throw new UserError('FORBIDDEN', `This needs the role ${role}; you have ${ctx.viewer.role}.`, { role });
  }
}
