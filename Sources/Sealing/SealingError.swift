/// Why something could not be sealed or opened.
package enum SealingError: Error, Equatable {
    case cannotSeal
    /// The sealed bytes, their label and the key do not belong together.
    case doesNotFit
}
