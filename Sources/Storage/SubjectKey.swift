import Sealing

/// The key of a subject, with the number that stands for the subject in all files but the vault.
struct SubjectKey: Sendable {
    /// What belongs to nobody is sealed with the shop's own key, which is never destroyed.
    static let shopNumber: Int64 = 0

    var number: Int64
    var key: SealingKey
}
