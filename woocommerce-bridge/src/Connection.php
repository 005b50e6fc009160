<?php

namespace Ripresa;

/** The store's tie to the app; nothing is captured or sent without one. */
final class Connection
{
    public const OPTION = 'ripresa_connection';

    /** @var array<string, mixed> */
    private $kept;

    /** @param array<string, mixed> $kept */
    private function __construct(array $kept)
    {
        $this->kept = $kept;
    }

    public static function current(): ?self
    {
        $kept = get_option(self::OPTION);
        return is_array($kept) && !empty($kept['signingKey']) ? new self($kept) : null;
    }

    public static function exists(): bool
    {
        return self::current() !== null;
    }

    /** @param array<string, mixed> $kept */
    public static function keep(array $kept): self
    {
        update_option(self::OPTION, $kept, false);
        return new self($kept);
    }

    public static function forget(): void
    {
        delete_option(self::OPTION);
    }

    public function siteId(): string
    {
        return (string) $this->kept['siteId'];
    }

    public function signingKey(): string
    {
        return (string) $this->kept['signingKey'];
    }

    public function appUrl(): string
    {
        return untrailingslashit((string) $this->kept['appUrl']);
    }

    public function adminUrl(): string
    {
        return (string) ($this->kept['adminUrl'] ?? '');
    }

    public function apiKeyId(): int
    {
        return (int) ($this->kept['apiKeyId'] ?? 0);
    }

    public function since(): int
    {
        return (int) ($this->kept['connectedAt'] ?? 0);
    }
}
