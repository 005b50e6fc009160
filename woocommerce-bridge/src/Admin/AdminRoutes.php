<?php

namespace Ripresa\Admin;

use Ripresa\Connect\Sentences;
use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Settings;
use Ripresa\Webhooks\CoreWebhooks;

/** What the screens ask: WordPress checks the nonce of its cookie, we the right to manage the store. */
final class AdminRoutes
{
    private const PERIODS = [7, 30, 90];

    public static function register(): void
    {
        $days = ['days' => ['type' => 'integer', 'enum' => self::PERIODS, 'default' => 30]];
        $state = ['state' => ['type' => 'string', 'enum' => ['active', 'paused'], 'required' => true]];
        self::route('overview', 'GET', [self::class, 'overview'], $days);
        self::route('sequences', 'GET', [self::class, 'sequences']);
        self::route('health', 'GET', [self::class, 'health']);
        self::route('sequences/(?P<id>[A-Za-z0-9_-]{1,60})/state', 'POST', [self::class, 'switchSequence'], $state);
        self::route('sign-in', 'POST', [self::class, 'signIn']);
    }

    /** @param array<string, mixed> $args */
    private static function route(string $path, string $method, callable $answer, array $args = []): void
    {
        register_rest_route('ripresa/v1', '/admin/' . $path, [
            'methods' => $method,
            'callback' => $answer,
            'permission_callback' => static function (): bool {
                return current_user_can('manage_woocommerce');
            },
            'args' => $args,
        ]);
    }

    /** @return array<string, mixed>|\WP_Error */
    public static function overview(\WP_REST_Request $request)
    {
        return AppCall::get('overview?days=' . (int) $request['days']);
    }

    /** @return array<string, mixed>|\WP_Error */
    public static function sequences()
    {
        return AppCall::get('sequences');
    }

    /** @return array<string, mixed>|\WP_Error */
    public static function switchSequence(\WP_REST_Request $request)
    {
        return AppCall::post('sequences/' . $request['id'] . '/state', ['state' => (string) $request['state']]);
    }

    /**
     * What the app says of itself, beside what this site knows: the latter also while the app is away.
     * @return array<string, mixed>
     */
    public static function health(): array
    {
        $answer = AppCall::get('health');
        $fault = is_wp_error($answer) ? ['word' => $answer->get_error_code(), 'sentence' => $answer->get_error_message()] : null;
        return ['app' => $fault === null ? $answer : null, 'fault' => $fault, 'site' => self::siteHealth()];
    }

    /** @return array<string, mixed> */
    private static function siteHealth(): array
    {
        $connection = Connection::current();
        $health = Health::read();
        $error = (string) ($health['error'] ?? '');
        $counts = OutboxStore::counts();
        return [
            'connectedAt' => $connection === null ? null : self::iso($connection->since()),
            'deliveredAt' => self::iso((int) ($health['deliveredAt'] ?? 0)),
            'problem' => $error === '' ? null : Sentences::of($error),
            'waiting' => $counts['pending'],
            'givenUp' => $counts['ended'],
            'webhooks' => Settings::usesCoreWebhooks(),
            'webhookRepairedAt' => self::iso((int) CoreWebhooks::repairedAt()),
        ];
    }

    private static function iso(int $time): ?string
    {
        return $time === 0 ? null : gmdate('Y-m-d\TH:i:s\Z', $time);
    }

    /** @return array<string, mixed>|\WP_Error */
    public static function signIn()
    {
        // Each press is a request of its own: a copy of one opens nothing.
        $answer = AppCall::post('sign-in', ['nonce' => wp_generate_uuid4()]);
        $connection = Connection::current();
        if (is_wp_error($answer) || $connection === null) {
            return $answer;
        }
        $url = (string) ($answer['url'] ?? '');
        $isApps = strpos($url, $connection->appUrl() . '/') === 0;
        return $isApps ? ['url' => $url] : new \WP_Error('answer', Sentences::of('answer'), ['status' => 502]);
    }
}
