<?php

namespace Ripresa\Outbox;

/** When Action Scheduler wakes us. */
final class Schedule
{
    public const DELIVER = 'ripresa_deliver';
    public const RETRY = 'ripresa_retry';
    public const SWEEP = 'ripresa_sweep';
    public const DAILY = 'ripresa_daily';
    public const GROUP = 'ripresa';
    public const HOOKS = [self::DELIVER, self::RETRY, self::SWEEP, self::DAILY];

    /** A hook apart from the retries: an appointment in twelve hours must not hold back what is new. */
    public static function soon(): void
    {
        $at = OutboxStore::nextAt();
        if (function_exists('as_enqueue_async_action') && $at !== null && $at <= time()) {
            as_enqueue_async_action(self::DELIVER, [], self::GROUP, true);
        }
    }

    /** One appointment at a time; the sweep catches what an earlier one would have. */
    public static function next(): void
    {
        $at = OutboxStore::nextAt();
        if ($at === null || !function_exists('as_get_scheduled_actions')) {
            return;
        }
        $query = ['hook' => self::RETRY, 'status' => 'pending', 'per_page' => 1];
        if (as_get_scheduled_actions($query, 'ids') === []) {
            as_schedule_single_action(max($at, time() + 5), self::RETRY, [], self::GROUP);
        }
    }

    public static function start(): void
    {
        if (!function_exists('as_schedule_recurring_action')) {
            return;
        }
        foreach ([self::SWEEP => 300, self::DAILY => DAY_IN_SECONDS] as $hook => $every) {
            if (!as_has_scheduled_action($hook, [], self::GROUP)) {
                as_schedule_recurring_action(time() + $every, $every, $hook, [], self::GROUP, true);
            }
        }
    }

    public static function stop(): void
    {
        if (!function_exists('as_unschedule_all_actions')) {
            return;
        }
        foreach (self::HOOKS as $hook) {
            as_unschedule_all_actions($hook);
        }
    }
}
