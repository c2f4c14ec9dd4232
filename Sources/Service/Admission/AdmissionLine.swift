/// Who works and who waits, and whom waiting longer would help no more: a value, so that a made-up
/// clock can lead it anywhere.
///
/// Waiting is measured where it ends, as in CoDel (Nichols & Jacobson, "Controlling queue delay",
/// 2012), in the form that "Fail at scale" gives it for servers (Maurer, 2015): a line that was empty
/// a moment ago only holds a burst, and each in it has patience; a line that was not is a standing
/// one, which patience makes no shorter, so that who waits longer than a moment is sent away and the
/// others are answered in time.
package struct AdmissionLine<Waiter> {
    /// Seconds that a burst may wait, and after which a line that never was empty is a standing one.
    package static var burst: Double { 0.1 }
    /// Seconds that one may wait in a standing line.
    package static var standing: Double { 0.02 }

    package enum Arrival: Sendable {
        case works, waits, refused
    }

    /// What becomes of those who wait when one has finished.
    package struct Departure {
        package var next: Waiter?
        package var refused: [Waiter] = []
    }

    private let workingMax: Int
    private let waitingMax: Int
    package private(set) var working = 0
    private var line: [(waiter: Waiter, since: ContinuousClock.Instant)] = []
    /// The first of `line` who still waits.
    private var first = 0
    /// When nobody waited last.
    private var empty: ContinuousClock.Instant

    /// - Parameters:
    ///   - workingMax: At once, from 1 on.
    ///   - waitingMax: At once; who comes then is refused.
    ///   - now: The time.
    package init(workingMax: Int, waitingMax: Int, at now: ContinuousClock.Instant) {
        (self.workingMax, self.waitingMax, empty) = (workingMax, waitingMax, now)
    }

    package var waiting: Int { line.count - first }

    /// Takes one in, to whom `waiter` leads where they have to wait.
    package mutating func arrive(
        _ waiter: Waiter, at now: ContinuousClock.Instant
    ) -> Arrival {
        if working < workingMax {
            working += 1
            empty = now
            return .works
        }
        guard waiting < waitingMax else { return .refused }
        if waiting == 0 { empty = now }
        line.append((waiter, now))
        return .waits
    }

    /// One has finished.
    package mutating func leave(at now: ContinuousClock.Instant) -> Departure {
        var departure = Departure()
        let isStanding = now - empty > .seconds(Self.burst)
        let patience = Duration.seconds(isStanding ? Self.standing : Self.burst)
        while first < line.count, departure.next == nil {
            let (waiter, since) = line[first]
            first += 1
            if now - since > patience {
                departure.refused.append(waiter)
            } else {
                departure.next = waiter
            }
        }
        if departure.next == nil { working -= 1 }
        if waiting == 0 { empty = now }
        if first * 2 > line.count {
            line.removeFirst(first)
            first = 0
        }
        return departure
    }
}
