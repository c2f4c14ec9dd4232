import Commerce
import Dispatch
import Synchronization

/// Applies events to behaviour on a thread of its own, while the next ones are being read or stored.
final class Projection: Sendable {
    private let thread = DispatchQueue(label: "martlet.projection", qos: .userInitiated)
    private let behaviour: Mutex<Behaviour>

    init(_ behaviour: consuming Behaviour) {
        self.behaviour = Mutex(behaviour)
    }

    /// Begins to apply events, once those before are done: no more than one batch waits.
    func apply(_ events: [LoggedEvent]) {
        thread.sync {}
        thread.async {
            self.behaviour.withLock { behaviour in
                for logged in events { behaviour.apply(logged) }
            }
        }
    }

    /// The state after all that was given.
    func finished() -> Behaviour {
        thread.sync { behaviour.withLock { $0 } }
    }
}
