/// After which events the linear neighbours are fitted anew: a function of the log, not of the
/// clock. Every `events` at first; the steps double with the log, so that each fit is worth an
/// eighth to a sixteenth more events than the one before.
struct FitSchedule: Hashable, Sendable {
    let events: Int64

    /// The last fit point at or before an offset; 0 where none has come.
    func point(at offset: Int64) -> Int64 {
        var step = events
        while offset / step >= 16 { step *= 2 }
        return offset / step * step
    }
}
