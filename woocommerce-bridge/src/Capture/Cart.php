<?php

namespace Ripresa\Capture;

use Ripresa\Json;

/** A cart as the plugin remembers it. */
final class Cart
{
    /** @var string */
    public $token;
    /** @var int */
    public $userId = 0;
    /** @var int */
    public $sequence = 0;
    /** @var string open, emptied or ordered */
    public $state = 'open';
    /** @var string what the last told state was made of */
    public $fingerprint = '';
    /** @var array<string, string|null> */
    public $contact = [];
    /** @var array<string, mixed>|null */
    public $consent = null;
    /** @var array<string, mixed> currency, total, items, coupons, locale: what the app is told */
    public $content = [];
    /** @var array<int, array<string, mixed>> what rebuilds the cart, other plugins' data included */
    public $lines = [];
    /** @var string the cart that was rebuilt in this session, told as bought with this one */
    public $restoredFrom = '';
    /** @var string the click that led here, as it was at the log-in */
    public $click = '';
    /** @var int */
    public $orderId = 0;
    /** @var int */
    public $createdMs = 0;
    /** @var int */
    public $updatedMs = 0;

    public static function start(string $token, int $nowMs): self
    {
        $cart = new self();
        $cart->token = $token;
        $cart->createdMs = $nowMs;
        $cart->updatedMs = $nowMs;
        return $cart;
    }

    public static function fromRow(object $row): self
    {
        $cart = self::start($row->token, (int) $row->created_ms);
        $cart->userId = (int) $row->user_id;
        $cart->sequence = (int) $row->sequence;
        $cart->state = $row->state;
        $cart->fingerprint = $row->fingerprint;
        $cart->contact = Json::read($row->contact);
        $cart->consent = Json::read($row->consent) ?: null;
        $cart->content = Json::read($row->content);
        $cart->lines = Json::read($row->cart_lines);
        $cart->restoredFrom = $row->restored_from;
        $cart->click = $row->click;
        $cart->orderId = (int) $row->order_id;
        $cart->updatedMs = (int) $row->updated_ms;
        return $cart;
    }

    /** @return array<string, mixed> */
    public function toRow(): array
    {
        return [
            'token' => $this->token,
            'user_id' => $this->userId,
            'sequence' => $this->sequence,
            'state' => $this->state,
            'fingerprint' => $this->fingerprint,
            'email' => (string) ($this->contact['email'] ?? ''),
            'phone' => (string) ($this->contact['phone'] ?? ''),
            'contact' => Json::write($this->contact),
            'consent' => $this->consent === null ? '' : Json::write($this->consent),
            'content' => Json::write($this->content),
            'cart_lines' => Json::write($this->lines),
            'restored_from' => $this->restoredFrom,
            'click' => $this->click,
            'order_id' => $this->orderId,
            'created_ms' => $this->createdMs,
            'updated_ms' => $this->updatedMs,
        ];
    }

    public function isReachable(): bool
    {
        return !empty($this->contact['phone']) || !empty($this->contact['email']);
    }
}
