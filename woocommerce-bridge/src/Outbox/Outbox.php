<?php

namespace Ripresa\Outbox;

use Ripresa\Connection;
use Ripresa\Json;
use Ripresa\Moment;

/** What the app has yet to hear. Before the merchant connected, nothing is even written down. */
final class Outbox
{
    /** @var bool whether this request wrote something */
    private static $added = false;

    /**
     * An event with its body as it is now.
     * @param array<string, mixed> $members
     */
    public static function tell(string $topic, string $subject, array $members): void
    {
        if (!Connection::exists()) {
            return;
        }
        $now = Moment::nowMs();
        OutboxStore::dropUntried($subject);
        OutboxStore::add($topic, $subject, EventBody::envelope($now, $members), $now);
        self::$added = true;
    }

    /** An order or a product: its body is read at the first delivery, so one row tells all changes until then. */
    public static function tellLater(string $topic, string $subject): void
    {
        if (!Connection::exists() || OutboxStore::hasUnread($subject)) {
            return;
        }
        OutboxStore::add($topic, $subject, '', Moment::nowMs());
        self::$added = true;
    }

    /** At the end of the request: the shopper has the answer already where the server can do that. */
    public static function flush(): void
    {
        if (!self::$added) {
            return;
        }
        self::$added = false;
        if (self::finishResponse()) {
            Delivery::run(5, 5);
        }
        Schedule::soon();
    }

    private static function finishResponse(): bool
    {
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
            if (function_exists($finish)) {
                return (bool) $finish();
            }
        }
        return false;
    }
}
