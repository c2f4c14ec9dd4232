import Commerce
import Engine
import Primitives
import SequenceModel
import TestSupport
import Testing

/// Training with all that a shop knows: what describes its items, what its users declared, and what
/// people did with what they turned to.
@Suite("Training on a described shop")
struct DescribedShopTests {
    /// Some want red things, as they declare, others blue ones, whatever they look at first; what is an
    /// offer they put into the cart.
    private static func shop(_ path: String) async throws {
        let engine = try Engine(path: path)
        try await engine.put((0..<60).map { item($0) })
        try await engine.put((0..<300).map { user($0) })
        var random = SeededRNG(seed: 7)
        for person in 0..<300 {
            var events: [Event] = []
            for step in 0..<6 {
                let colour = step == 0 ? random.index(below: 2) : person % 2
                let number = 2 * random.index(below: 30) + colour
                var event = Event(
                    id: "e-\(person)-\(step)", type: number % 3 == 0 ? .addToCart : .view)
                event.user = "u\(person)"
                event.item = "i\(number)"
                event.time = Timestamp(seconds: 1_700_000_000 + Double(step * 60))
                events.append(event)
            }
            _ = try await engine.append(events, origin: .imported)
        }
        try await engine.close()
    }

    private static func item(_ number: Int) -> Item {
        var item = Item(id: "i\(number)")
        item.brand = number % 2 == 0 ? "Red" : "Blue"
        item.title = LocalizedText("thing \(number)")
        item.attributes["offer"] = .flag(number % 3 == 0)
        return item
    }

    private static func user(_ number: Int) -> User {
        var user = User(id: "u\(number)")
        user.ageBand = number % 2 == 0 ? "18-24" : "55-64"
        return user
    }

    private static func train(_ path: String, epochs: Int) throws -> ModelTraining.Outcome {
        var options = ModelTraining.Options()
        options.profile = .tiny
        options.epochsMax = epochs
        options.patience = 100
        return try ModelTraining(directory: path, options: options).run { _ in }
    }

    @Test("content, declarations and heads are learnt, kept and used")
    func everything() async throws {
        let directory = TemporaryDirectory()
        try await Self.shop(directory.path)
        let outcome = try Self.train(directory.path, epochs: 30)
        #expect(outcome.isPromoted)
        let heads = outcome.record.heads
        let numbers = heads.split { !"0.123456789".contains($0) }.compactMap { Double($0) }
        #expect(heads.hasPrefix("cart: AUC ") && numbers.count == 4, "\(heads)")
        #expect(numbers[0] > 0.95 && numbers[1] < 0.8 * numbers[2], "\(heads)")
        let registry = ModelRegistry(directory: directory.path)
        let model = try Transformer(checkpoint: registry.path(of: outcome.record.version))
        #expect(model.content != nil && model.shape.attributes > 0)

        let engine = try Engine(path: directory.path)
        // A red and a blue thing that nobody has seen, and two people of whom one thing is known.
        try await engine.put([Self.item(1000), Self.item(1001)])
        try await engine.put([Self.user(400), Self.user(401)])
        let scene = Scene(engine: engine, folder: directory.path)
        var shares: [Double] = []
        for user in ["u400", "u401"] {
            try await scene.send(.view, "i9", user: user)
            // Where nothing was learnt of whom to trust, the model has a share of its own.
            var request = RecommendRequest(placement: .cart, asker: Asker(user: user))
            request.items = ["i9"]
            request.limit = 100
            let hits = engine.recommend(request).hits
            let red = hits.filter { $0.item?.brand == "Red" }
            shares.append(
                Double(red.reduce(0) { $0 + $1.score } / hits.reduce(0) { $0 + $1.score }))
        }
        #expect(shares[0] > shares[1], "what they declared counts: \(shares)")

        for (user, number) in [("u402", 0), ("u403", 1)] {
            for step in 0..<4 {
                try await scene.send(.view, "i\(2 * step + number)", user: user)
            }
            var request = RecommendRequest(placement: .home, asker: Asker(user: user))
            request.limit = 100
            let hits = engine.recommend(request).hits
            let new = hits.filter { $0.id == "i100\(number)" }
            let other = hits.filter { $0.id == "i100\(1 - number)" }
            #expect(new.count == 1, "\(user)")
            #expect((new.first?.score ?? 0) > other.first?.score ?? 0, "\(user)")
        }

        var cart = RecommendRequest(placement: .cart, asker: Asker(user: "u402"))
        cart.items = ["i0"]
        let hits = engine.recommend(cart).hits
        let chances = hits.compactMap { hit in
            hit.reasons[0].chance.map { (Int(hit.id.dropFirst()) ?? 0, $0) }
        }
        #expect(chances.count > 3)
        #expect(chances.allSatisfy { $0.1.head == "cart" })
        // Of items that the model has met: offers are likelier, and come first.
        let met = chances.filter { $0.0 < 60 }
        let offers = met.filter { $0.0 % 3 == 0 }.map { $0.1.probability }
        let others = met.filter { $0.0 % 3 != 0 }.map { $0.1.probability }
        func mean(_ chances: [Float]) -> Float {
            chances.reduce(0, +) / Float(max(1, chances.count))
        }
        #expect(mean(offers) > 1.2 * mean(others), "\(met)")
        #expect((others.max() ?? 0) < offers.max() ?? 0, "\(met)")
        #expect((chances.first?.0 ?? 1) % 3 == 0, "\(hits.map(\.id))")
        try await engine.close()
    }
}
