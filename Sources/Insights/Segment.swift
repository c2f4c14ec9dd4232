/// Sessions by what the stretch knew of who came.
package enum Segment: String, CaseIterable, Sendable {
    /// Names nobody.
    case anonymous
    /// The person's first session.
    case new
    case returning
    /// Bought in an earlier session.
    case customer
}
