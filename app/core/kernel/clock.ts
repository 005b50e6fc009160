/** The only source of time. The entrance supplies it; core receives instants as arguments. */
export interface Clock {
  readonly now: () => Date;
  /**
   * Puts an outside service's time stamp onto this clock's time line. The system clock answers it
   * unchanged; a rehearsal clock that was advanced shifts stamps made on real time.
   */
  readonly align: (outside: Date) => Date;
}
