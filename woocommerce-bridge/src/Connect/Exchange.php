<?php

namespace Ripresa\Connect;

use Ripresa\Connection;
use Ripresa\Json;
use Ripresa\Outbox\Schedule;
use Ripresa\Webhooks\CoreWebhooks;

/** From server to server: a one-time code becomes a signing key. */
final class Exchange
{
    public const OPTION = 'ripresa_exchange';
    private const SECONDS = 60;

    /** @return string `connected`, or the error's word */
    public static function run(string $appUrl, string $code, string $state): string
    {
        $verifier = bin2hex(random_bytes(32));
        $key = ApiKey::create();
        update_option(self::OPTION, ['verifier' => $verifier, 'until' => time() + self::SECONDS], false);
        $answer = self::ask($appUrl, [
            'code' => $code,
            'state' => $state,
            'site' => home_url(),
            'rest' => get_rest_url(),
            'verifier' => $verifier,
            'wc' => ['consumerKey' => $key['consumerKey'], 'consumerSecret' => $key['consumerSecret']],
            'about' => SiteFacts::read(),
        ]);
        delete_option(self::OPTION);
        if (!self::isWhole($answer, $appUrl)) {
            ApiKey::revoke($key['id']);
            return isset($answer['error']) && is_string($answer['error']) ? sanitize_key($answer['error']) : 'answer';
        }
        self::connect($answer, $key['id']);
        return 'connected';
    }

    /** @return string|null the answer to the app's challenge, while an exchange is under way */
    public static function answerTo(string $challenge): ?string
    {
        $kept = get_option(self::OPTION);
        $isUnderWay = is_array($kept) && (int) $kept['until'] >= time();
        return $isUnderWay && preg_match('/^[0-9a-f]{32}$/', $challenge) === 1
            ? hash_hmac('sha256', $challenge, (string) $kept['verifier'])
            : null;
    }

    /**
     * @param array<string, mixed> $question
     * @return array<string, mixed>
     */
    private static function ask(string $appUrl, array $question): array
    {
        $answer = wp_safe_remote_post($appUrl . '/woocommerce/exchange', [
            'timeout' => 30,
            'redirection' => 0,
            'headers' => ['Content-Type' => 'application/json'],
            'body' => Json::write($question),
        ]);
        if (is_wp_error($answer)) {
            return ['error' => 'app_unreachable'];
        }
        $said = Json::read((string) wp_remote_retrieve_body($answer));
        return wp_remote_retrieve_response_code($answer) === 200 ? $said : ['error' => $said['error'] ?? 'answer'];
    }

    /**
     * The app that was asked is the app that we talk to from now on.
     * @param array<string, mixed> $answer
     */
    private static function isWhole(array $answer, string $appUrl): bool
    {
        return preg_match('/^[0-9a-f-]{36}$/', (string) ($answer['siteId'] ?? '')) === 1
            && preg_match('/^[0-9a-f]{64}$/', (string) ($answer['signingKey'] ?? '')) === 1
            && self::origin((string) ($answer['appUrl'] ?? '')) === self::origin($appUrl);
    }

    private static function origin(string $url): string
    {
        $parts = wp_parse_url($url);
        return ($parts['scheme'] ?? '') . '://' . ($parts['host'] ?? '') . ':' . ($parts['port'] ?? '');
    }

    /** @param array<string, mixed> $answer */
    private static function connect(array $answer, int $apiKeyId): void
    {
        $before = Connection::current();
        if ($before !== null) {
            ApiKey::revoke($before->apiKeyId());
        }
        Connection::keep([
            'siteId' => $answer['siteId'],
            'signingKey' => $answer['signingKey'],
            'appUrl' => $answer['appUrl'],
            'adminUrl' => esc_url_raw((string) ($answer['adminUrl'] ?? '')),
            'apiKeyId' => $apiKeyId,
            'connectedAt' => time(),
        ]);
        delete_option(Disconnect::ENDED);
        Schedule::start();
        SiteFacts::tell();
        CoreWebhooks::keep();
    }
}
