<?php

namespace Ripresa\Privacy;

use Ripresa\Capture\CartStore;
use Ripresa\Connect\SiteFacts;
use Ripresa\Connection;
use Ripresa\Moment;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Restore\RestoreTokens;
use Ripresa\Settings;

/** Once a day: what is too old goes, and the app hears what changed about the site. */
final class Retention
{
    private const UNTOLD_DAYS = 14;

    public static function daily(): void
    {
        $now = Moment::nowMs();
        CartStore::removeUnchangedSince($now - Settings::retentionDays() * DAY_IN_SECONDS * 1000);
        OutboxStore::dropEndedBefore($now - self::UNTOLD_DAYS * DAY_IN_SECONDS * 1000);
        RestoreTokens::removeExpired();
        if (Connection::exists()) {
            SiteFacts::tellIfChanged();
        }
    }
}
