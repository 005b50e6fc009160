<?php

namespace Ripresa\Connect;

use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Moment;
use Ripresa\Outbox\EventBody;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Outbox\Schedule;
use Ripresa\Signature;
use Ripresa\Webhooks\CoreWebhooks;

/** The end of a connection, by whoever ended it. What is in the outbox is dropped. */
final class Disconnect
{
    /** Why the last connection ended, for the settings page. */
    public const ENDED = 'ripresa_ended';

    public static function byMerchant(): void
    {
        self::sayGoodbye('merchant');
        self::forget();
    }

    /** The app answered that it does not know this site any more. */
    public static function byApp(): void
    {
        self::forget();
        update_option(self::ENDED, 'unknown_site', false);
    }

    /** One attempt: a store that leaves does not wait for an app that is away. */
    public static function sayGoodbye(string $reason): void
    {
        $connection = Connection::current();
        if ($connection === null) {
            return;
        }
        $url = $connection->appUrl() . '/webhooks/woocommerce';
        $body = EventBody::envelope(Moment::nowMs(), ['disconnected' => ['reason' => $reason]]);
        wp_safe_remote_post($url, [
            'timeout' => 5,
            'redirection' => 0,
            'body' => $body,
            'headers' => Signature::headers($connection, 'POST', $url, $body) + [
                'Content-Type' => 'application/json',
                'X-Ripresa-Event' => wp_generate_uuid4(),
                'X-Ripresa-Topic' => 'disconnected',
            ],
        ]);
    }

    private static function forget(): void
    {
        $connection = Connection::current();
        if ($connection !== null) {
            ApiKey::revoke($connection->apiKeyId());
        }
        CoreWebhooks::remove();
        Connection::forget();
        OutboxStore::clear();
        Schedule::stop();
        delete_option(Health::OPTION);
        delete_option(SiteFacts::OPTION);
    }
}
