import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { unitFromHex } from '#core/experiments/index';
import type { UnitInterval } from '#core/experiments/index';
import type { FreshId, LinkToken, NewId } from '#core/kernel/ids';

/** Of two things made in one process the first has the smaller id, which settles an equal stamp. */
export const newId: NewId = () => v7() as FreshId;

/** 128 bits, so that a link can't be guessed. */
export const newToken = (): LinkToken => randomBytes(16).toString('base64url') as LinkToken;

/** SHA-256 in lower-case hexadecimal. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const unit: UnitInterval = (text) => unitFromHex(hash(text));
