import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// What was served can be looked up, and feedback finds its way to it.
struct SlateTests {
    @Test func feedbackIsAttributedToItsPosition() async throws {
        try await Scene.with { scene in
            try await scene.items(5)
            for number in 0..<5 { try await scene.send(.view, "i\(number)", user: "o") }
            let answer = scene.engine.recommend(
                RecommendRequest(placement: .home, asker: Asker(user: "u")))
            try await scene.send(.click, answer.hits[2].id, user: "u") {
                $0.request = answer.request
                $0.position = 2
            }
            for _ in 0..<2 {
                let (slate, feedback) = try #require(try scene.engine.served(answer.request))
                #expect(slate.entries.map(\.item) == answer.hits.map(\.id))
                #expect(slate.entries.allSatisfy { $0.propensity == 1 })
                #expect(slate.offset == answer.offset)
                #expect(slate.user == "u")
                #expect(!slate.versions.isEmpty)
                #expect(feedback.map(\.event.position) == [2])
                // Once from memory, once from the file.
                try await scene.engine.maintain()
            }
            #expect(try scene.engine.served("r-unknown") == nil)
        }
    }

    @Test func slatesSurviveARestart() async throws {
        let directory = TemporaryDirectory()
        let engine = try Engine(path: directory.path)
        let request = engine.search(SearchRequest(query: "cup")).request
        try await engine.close()
        let again = try Engine(path: directory.path)
        #expect(try again.served(request)?.slate.query == "cup")
        try await again.close()
    }

    @Test func importedHistoryIsNeverAnImpression() async throws {
        try await Scene.with { scene in
            try await scene.items(2)
            var event = Event(id: "old", type: .impression)
            event.user = "u"
            event.item = "i1"
            event.time = Timestamp("2011-01-01")
            _ = try await scene.engine.append([event], origin: .imported)
            #expect(try scene.engine.events(from: 1, limit: 1).first?.origin == .imported)
            #expect(scene.engine.impressions(of: "i1", days: 10_000) == 0)
            event.id = "new"
            event.time = nil
            _ = try await scene.engine.append([event])
            #expect(scene.engine.impressions(of: "i1", days: 1) == 1)
        }
    }

    @Test func pagesOfACursorFitTogetherWhateverIsWritten() async throws {
        try await Scene.with { scene in
            try await scene.items(25) { _, item in item.title = "Cup" }
            var request = SearchRequest(query: "cup")
            request.limit = 10
            request.paging = true
            let whole = {
                var all = request
                all.limit = 100
                return scene.engine.search(all).hits.map(\.id)
            }()
            var page = scene.engine.search(request)
            var seen = page.hits.map(\.id)
            while let cursor = page.cursor {
                try await scene.engine.remove(items: [whole[24]])
                try await scene.send(.purchase, whole[20], user: "u")
                page = try scene.engine.next(cursor)
                seen += page.hits.map(\.id)
            }
            #expect(seen == whole)
            #expect(scene.engine.search(request).total == 24)
        }
    }

    @Test func aCursorExpires() async throws {
        let clock = ManualClock()
        try await Scene.with(clock: clock.clock) { scene in
            try await scene.items(9) { _, item in item.title = "Cup" }
            var request = SearchRequest(query: "cup")
            request.limit = 3
            request.paging = true
            let cursor = try #require(scene.engine.search(request).cursor)
            clock.advance(60)
            #expect(try scene.engine.next(cursor).hits.count == 3)
            clock.advance(61)
            #expect(throws: EngineError.self) { try scene.engine.next(cursor) }
            #expect(throws: EngineError.self) { try scene.engine.next("c-made-up") }
        }
    }
}
