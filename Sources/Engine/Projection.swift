import Commerce
import Dispatch
import Synchronization

/// Applies events to behaviour on a thread of its own, while the next ones are being read or stored.
final class Projection: Sendable {
    private let thread = DispatchQueue(label: "martlet.projection", qos: .userInitiated)
    private let state: Mutex<(behaviour: Behaviour, due: Behaviour?)>

    /// - Parameters:
    ///   - behaviour: What follows from the events before.
    ///   - due: The state at the last fit point, where it is at hand.
    init(_ behaviour: consuming Behaviour, due: consuming Behaviour? = nil) {
        state = Mutex((behaviour, due))
    }

    /// Begins to apply events, once those before are done: no more than one batch waits.
    func apply(_ events: [LoggedEvent]) {
        thread.sync {}
        thread.async {
            self.state.withLock { state in
                for logged in events {
                    state.behaviour.apply(logged)
                    if state.behaviour.fitOffset == logged.offset { state.due = state.behaviour }
                }
            }
        }
    }

    /// The state after all that was given, and at the last fit point on the way.
    func finished() -> (behaviour: Behaviour, due: Behaviour?) {
        thread.sync { state.withLock { $0 } }
    }
}
