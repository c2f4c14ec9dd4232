#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SessionNeighbours {
    /// What counts how much, and what is kept at most.
    package struct Settings: Hashable, Sendable {
        /// Distinct items of the asking session that are looked up, latest first.
        package var itemsMax = 10
        /// Sessions kept of each item, latest first: 4 bytes each.
        package var postingMax = 1000
        /// Sessions compared with the asking one, latest first.
        package var sampleMax = 2000
        /// The most similar of them, whose items are the answer.
        package var neighboursMax = 100
        /// What an item of the asking session counts in the likeness, by its rank from the end.
        package var position = Decay.inverse
        /// What a neighbour counts, by the rank of the latest item that it shares.
        package var match = Decay.inverse
        /// What a neighbour's item counts, by its distance from its last shared item.
        package var distance = Decay.inverse
        /// What items that come before a neighbour's last shared item count, against those after.
        package var before = 1.0
        /// What a neighbour counts, by how many sessions have begun since.
        package var age = Decay.none
        package var rarity = Rarity.factor
        /// Sessions kept.
        package var sessionsMax = 500_000
        /// Items of a session; what follows begins a new one.
        package var lengthMax = 500

        package init() {}

        /// V-SKNN (Ludewig & Jannach, "Evaluation of session-based recommendation algorithms",
        /// 2018).
        package static let vectorised = Settings()

        /// VSTAN (Ludewig et al., "Empirical analysis of session-based recommendation
        /// algorithms", 2021): STAN's three decays (Garg et al., "Sequence and time aware
        /// neighborhood for session-based recommendations", 2019) and V-SKNN's rarity. Age counts
        /// in sessions, so that no clock is needed. Lengths chosen on the last tenth of the
        /// training sessions of three shops; more neighbours were better in each.
        package static let timeAware: Settings = {
            var settings = Settings()
            settings.position = .exponential(length: 2)
            settings.match = .exponential(length: 6)
            settings.distance = .exponential(length: 2)
            settings.age = .exponential(length: 100_000)
            settings.neighboursMax = 500
            return settings
        }()

        /// VSTAN with fewer neighbours: what they hold is most of what an answer costs, and of 500 the
        /// last 300 bring little (NDCG@20 .3501 with 500, .3495 with 200 and .3487 with 100, by the
        /// validation sessions of RetailRocket).
        package static let serving: Settings = {
            var settings = timeAware
            settings.neighboursMax = 200
            settings.sampleMax = 1000
            return settings
        }()
    }

    /// How much more a rare item counts. `N` sessions have begun, `n` of them hold the item.
    package enum Rarity: Hashable, Sendable {
        case none
        /// Times log(1 + N / n).
        case factor
        /// Times 1 + weight · log(N / n).
        case added(weight: Double)

        func weight(sessions: Int, holding: Int) -> Double {
            let ratio = Double(sessions) / Double(max(1, holding))
            return switch self {
            case .none: 1
            case .factor: log(1 + ratio)
            case .added(let weight): 1 + weight * log(ratio)
            }
        }
    }
}
