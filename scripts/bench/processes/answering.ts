/** Tells the process that measures that this one can be used, and how. */
export function sayReady(ready: unknown): void {
  process.send?.({ ready });
}

interface Question {
  readonly kind: string;
  readonly number: number;
}

type Answer<Asked> = (question: Asked) => Promise<unknown>;

/** Answers questions of one kind; what throws is told as its sentence. */
export function answering<Asked extends object>(kind: string, answer: Answer<Asked>): void {
  process.on('message', (question: Question & Asked) => {
    if (question.kind !== kind) return;
    const { number } = question;
    answer(question).then(
      (answered) => process.send?.({ number, answer: answered }),
      (error: unknown) => process.send?.({ number, error: String(error) }),
    );
  });
}
