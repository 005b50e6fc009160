import { assignArm } from './assign';
import type { UnitInterval } from './assign';
import type { Arm, Assignment } from './ports';

/** The standing comparison of "messages" against "no messages" that every shop runs. */
export const HOLDOUT_EXPERIMENT = 'recovery-holdout';

export interface HoldoutPolicy {
  readonly experimentKey: string;
  /** Share of people who get no message, 0–100. */
  readonly percent: number;
}

export interface HoldoutDecision {
  readonly arm: Arm;
  /** Whether the assignment is new and has to be stored. */
  readonly isNew: boolean;
}

/**
 * The arm of a person. A stored assignment stands for as long as the experiment runs: someone who
 * got messages stays in treatment when the percentage is raised, for moving people between the arms
 * would spoil the comparison. A percentage of 0 switches the holdout off for everybody at
 * once and assigns nobody: whoever buys then stays free to be drawn when it is switched on.
 * @param shopAndPerson the same person is drawn anew in every shop.
 */
export function decideArm(input: {
  readonly stored: Pick<Assignment, 'arm' | 'experimentKey'> | null;
  readonly policy: HoldoutPolicy;
  readonly shopAndPerson: { readonly shopId: string; readonly personId: string };
  readonly unit: UnitInterval;
}): HoldoutDecision {
  const { stored, policy, shopAndPerson, unit } = input;
  if (policy.percent === 0) return { arm: 'treatment', isNew: false };
  if (stored?.experimentKey === policy.experimentKey) return { arm: stored.arm, isNew: false };
  const arm = assignArm({
    key: policy.experimentKey,
    subject: `${shopAndPerson.shopId}:${shopAndPerson.personId}`,
    holdoutPercent: policy.percent,
    unit,
  });
  return { arm, isNew: true };
}
