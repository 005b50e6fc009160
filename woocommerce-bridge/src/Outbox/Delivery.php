<?php

namespace Ripresa\Outbox;

use Ripresa\Connect\Disconnect;
use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Signature;

/** Takes due rows to the app, one request each. */
final class Delivery
{
    public static function runAll(): void
    {
        self::run(200, 15);
        Schedule::next();
    }

    /** Stops at the first sign that the app is away: the rest waits without knocking. */
    public static function run(int $limit, int $timeout): void
    {
        for ($told = 0; $told < $limit; $told++) {
            $connection = Connection::current();
            $row = $connection === null ? null : OutboxStore::claimDue();
            if ($row === null || !self::deliver($connection, $row, $timeout)) {
                return;
            }
        }
    }

    private static function deliver(Connection $connection, object $row, int $timeout): bool
    {
        $body = self::bodyOf($row);
        if ($body === null) {
            OutboxStore::remove((int) $row->id);
            return true;
        }
        if (strlen($body) > EventBody::LIMIT_BYTES) {
            OutboxStore::postpone((int) $row->id, (int) $row->attempts + 1, null, 'too_large');
            return true;
        }
        $answer = self::post($connection, $row, $body, $timeout);
        $status = is_wp_error($answer) ? 0 : (int) wp_remote_retrieve_response_code($answer);
        if ($status === 200) {
            OutboxStore::remove((int) $row->id);
            Health::delivered();
            return true;
        }
        if ($status === 410) {
            Disconnect::byApp();
            return false;
        }
        return self::failed($row, $answer, $status);
    }

    private static function bodyOf(object $row): ?string
    {
        if ($row->body !== '') {
            return $row->body;
        }
        $body = EventBody::read($row->topic, $row->subject, (int) $row->occurred_ms);
        if ($body !== null) {
            // From the first attempt on, the event says the same however often it is told.
            OutboxStore::keepBody((int) $row->id, $body);
        }
        return $body;
    }

    /** @return array<string, mixed>|\WP_Error */
    private static function post(Connection $connection, object $row, string $body, int $timeout)
    {
        $url = $connection->appUrl() . '/webhooks/woocommerce';
        return wp_safe_remote_post($url, [
            'timeout' => $timeout,
            'redirection' => 0,
            'body' => $body,
            'headers' => Signature::headers($connection, 'POST', $url, $body) + [
                'Content-Type' => 'application/json',
                'X-Ripresa-Event' => $row->event_id,
                'X-Ripresa-Topic' => $row->topic,
            ],
        ]);
    }

    /** @param array<string, mixed>|\WP_Error $answer */
    private static function failed(object $row, $answer, int $status): bool
    {
        $error = Health::failed($answer, $status);
        $attempts = (int) $row->attempts + 1;
        $next = RetryTimes::after($attempts, intdiv((int) $row->occurred_ms, 1000), time());
        OutboxStore::postpone((int) $row->id, $attempts, $next, $error);
        // One body that the app does not like says nothing of the others.
        return $status >= 400 && $status < 500 && $status !== 401 && $status !== 429;
    }
}
