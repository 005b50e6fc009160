import { useEffect, useState } from 'react';
import { onSaid } from './app-bridge';
import type { Said } from './app-bridge';

const SHOWN_MS = 5_000;

/** What was done, said briefly, where no admin around us does it. */
export function Notices() {
  const [said, setSaid] = useState<Said | null>(null);
  useEffect(() => onSaid(setSaid), []);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSaid(null);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  return (
    <div role="status" className="standalone-notice" hidden={said === null}>
      {said?.message}
    </div>
  );
}
