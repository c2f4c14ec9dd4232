/// Something that only one thread at a time may use, on its way from one to the next through a lock.
/// `@unchecked Sendable`: who takes it from behind the lock is the only one to have it.
struct Lent<Thing>: @unchecked Sendable {
    let thing: Thing

    init(_ thing: Thing) { self.thing = thing }
}
