<?php

namespace Ripresa\Outbox;

use Ripresa\Schema;

final class OutboxStore
{
    private const CLAIM_SECONDS = 120;

    public static function add(string $topic, string $subject, string $body, int $occurredMs): void
    {
        global $wpdb;
        $wpdb->insert(Schema::outbox(), [
            'event_id' => wp_generate_uuid4(),
            'topic' => $topic,
            'subject' => $subject,
            'body' => $body,
            'next_at' => time(),
            'occurred_ms' => $occurredMs,
        ]);
    }

    /** A newer state replaces one that nobody was told yet. */
    public static function dropUntried(string $subject): void
    {
        global $wpdb;
        $table = Schema::outbox();
        $wpdb->query($wpdb->prepare(
            "DELETE FROM $table WHERE subject = %s AND attempts = 0 AND claimed_until < %d",
            $subject,
            time()
        ));
    }

    public static function hasUnread(string $subject): bool
    {
        global $wpdb;
        $table = Schema::outbox();
        return (bool) $wpdb->get_var($wpdb->prepare(
            "SELECT 1 FROM $table WHERE subject = %s AND state = 'pending' AND body = '' AND claimed_until < %d LIMIT 1",
            $subject,
            time()
        ));
    }

    /** @return object|null the oldest due row, ours alone until the claim ends */
    public static function claimDue(): ?object
    {
        global $wpdb;
        $table = Schema::outbox();
        $now = time();
        $due = $wpdb->get_col($wpdb->prepare(
            "SELECT id FROM $table WHERE state = 'pending' AND next_at <= %d AND claimed_until < %d ORDER BY id LIMIT 10",
            $now,
            $now
        ));
        foreach ($due as $id) {
            $won = $wpdb->query($wpdb->prepare(
                "UPDATE $table SET claimed_until = %d WHERE id = %d AND claimed_until < %d",
                $now + self::CLAIM_SECONDS,
                $id,
                $now
            ));
            if ($won === 1) {
                return $wpdb->get_row($wpdb->prepare("SELECT * FROM $table WHERE id = %d", $id));
            }
        }
        return null;
    }

    public static function keepBody(int $id, string $body): void
    {
        $GLOBALS['wpdb']->update(Schema::outbox(), ['body' => $body], ['id' => $id]);
    }

    public static function remove(int $id): void
    {
        $GLOBALS['wpdb']->delete(Schema::outbox(), ['id' => $id]);
    }

    public static function postpone(int $id, int $attempts, ?int $nextAt, string $error): void
    {
        $GLOBALS['wpdb']->update(Schema::outbox(), [
            'attempts' => $attempts,
            'state' => $nextAt === null ? 'ended' : 'pending',
            'next_at' => (int) $nextAt,
            'claimed_until' => 0,
            'last_error' => substr($error, 0, 60),
        ], ['id' => $id]);
    }

    /** @return int|null when the next row wants to go, null when all is told */
    public static function nextAt(): ?int
    {
        global $wpdb;
        $at = $wpdb->get_var('SELECT MIN(next_at) FROM ' . Schema::outbox() . " WHERE state = 'pending'");
        return $at === null ? null : (int) $at;
    }

    /** @return array{pending: int, ended: int} */
    public static function counts(): array
    {
        global $wpdb;
        $counts = ['pending' => 0, 'ended' => 0];
        foreach ($wpdb->get_results('SELECT state, COUNT(*) AS n FROM ' . Schema::outbox() . ' GROUP BY state') as $row) {
            $counts[$row->state] = (int) $row->n;
        }
        return $counts;
    }

    public static function revive(int $sinceMs): int
    {
        global $wpdb;
        $table = Schema::outbox();
        return (int) $wpdb->query($wpdb->prepare(
            "UPDATE $table SET state = 'pending', attempts = 0, next_at = %d, claimed_until = 0 "
                . "WHERE state = 'ended' AND occurred_ms >= %d",
            time(),
            $sinceMs
        ));
    }

    public static function dropSubject(string $subject): void
    {
        $GLOBALS['wpdb']->delete(Schema::outbox(), ['subject' => $subject]);
    }

    public static function clear(): void
    {
        $GLOBALS['wpdb']->query('DELETE FROM ' . Schema::outbox());
    }

    public static function dropEndedBefore(int $milliseconds): void
    {
        global $wpdb;
        $table = Schema::outbox();
        $wpdb->query($wpdb->prepare("DELETE FROM $table WHERE state = 'ended' AND occurred_ms < %d", $milliseconds));
    }
}
