import Commerce
import Primitives

/// Who a shopper is, as they might declare it.
struct Profile: Sendable {
    enum Gender: String, Sendable { case female, male }

    /// Index into `ageBands`.
    let age: Int
    let gender: Gender?
    let region: String
    let language: Language

    private static let ageBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"]

    static func draw(_ rng: inout SeededRNG) -> Profile {
        let language: Language = rng.chance(0.7) ? .en : .zh
        let regions =
            switch language {
            case .en: ["GB", "GB", "GB", "IE", "US", "AU"]
            case .zh: ["CN", "CN", "CN", "GB", "SG", "MY"]
            }
        return Profile(
            age: rng.index(weights: [0.16, 0.26, 0.22, 0.16, 0.12, 0.08]),
            gender: rng.chance(0.1) ? nil : rng.chance(0.53) ? .female : .male,
            region: rng.pick(regions), language: language)
    }

    func user(_ id: String) -> User {
        var user = User(id: id)
        user.ageBand = Self.ageBands[age]
        user.gender = gender?.rawValue
        user.region = region
        user.language = language.rawValue
        return user
    }

    /// How a category's lean shifts this person's liking of it.
    func leaning(to lean: Category.Lean) -> Double {
        let strength = 0.25
        let isDrawn: Bool? =
            switch lean {
            case .nobody: nil
            case .women: gender.map { $0 == .female }
            case .men: gender.map { $0 == .male }
            case .young: age <= 1
            case .parents: (1...3).contains(age)
            case .older: age >= 3
            }
        return isDrawn.map { $0 ? strength : -strength } ?? 0
    }

    /// Middle-aged people spend a little more than the young and the old.
    var spending: Double { [-0.4, -0.1, 0.2, 0.3, 0.1, -0.1][age] }
}
