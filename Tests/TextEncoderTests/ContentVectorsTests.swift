import Primitives
import TestSupport
import Testing
import TextEncoder

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The cache of vectors, with an encoder that says how often it was asked.
@Suite("Content vectors")
struct ContentVectorsTests {
    /// A vector that shows its text, exact in half precision.
    private final class Counter {
        var asked: [String] = []

        static func vector(of text: String) -> [Float] {
            let hash = stableHash(text)
            return (0..<3).map { Float((hash >> UInt64(10 * $0)) & 1023) }
        }

        func encode(_ texts: [String]) -> [Float] {
            asked += texts
            return texts.flatMap(Self.vector)
        }
    }

    private func open(
        _ folder: TemporaryDirectory, model: UInt64 = 1, capacity: Int = 100
    ) throws -> ContentVectors {
        try ContentVectors(
            path: "\(folder.path)/vectors", model: model, dimensions: 3, capacity: capacity)
    }

    private static func file(_ path: String) -> Int32 {
        #if canImport(Glibc)
            unsafe Glibc.open(path, O_RDWR)
        #else
            unsafe Darwin.open(path, O_RDWR)
        #endif
    }

    private let texts = (0..<20).map { "item \($0)" }

    private func expectAll(_ texts: [String], in vectors: ContentVectors) throws {
        for text in texts {
            #expect(try vectors.vector(of: text) == Counter.vector(of: text), "\(text)")
        }
    }

    @Test("a changed text is encoded, and nothing else, also after a restart")
    func incremental() throws {
        let folder = TemporaryDirectory()
        let counter = Counter()
        try open(folder).update(texts + ["item 3"], batch: 7, encode: counter.encode)
        #expect(counter.asked == texts)
        var changed = texts
        changed[4] = "item four"
        let vectors = try open(folder)
        #expect(vectors.count == 20)
        let state = try vectors.update(changed, encode: counter.encode)
        #expect(counter.asked == texts + ["item four"])
        #expect(state.total == 20 && state.cached == 19 && state.encoded == 1 && state.isComplete)
        try expectAll(changed + texts, in: vectors)
        #expect(try vectors.vector(of: "unheard of") == nil)
    }

    @Test("what was broken off goes on where it stopped, and says when it will be done")
    func resumes() throws {
        let folder = TemporaryDirectory()
        let counter = Counter()
        var states: [EncodingProgress] = []
        try open(folder).update(
            texts, batch: 4,
            progress: {
                states.append($0)
                return states.count < 2
            }, encode: counter.encode)
        #expect(states.map(\.encoded) == [4, 8] && states.last?.isComplete == false)
        #expect(states.allSatisfy { ($0.rate ?? 0) > 0 && ($0.secondsLeft ?? -1) >= 0 })
        try open(folder).update(texts, batch: 4, encode: counter.encode)
        #expect(counter.asked == texts)
    }

    @Test("another model begins anew")
    func models() throws {
        let folder = TemporaryDirectory()
        let counter = Counter()
        try open(folder, model: 1).update(texts, encode: counter.encode)
        #expect(try open(folder, model: 2).count == 0)
        #expect(try open(folder, model: 1).count == 0, "the other has emptied it")
    }

    @Test("the file is bounded: what the catalogue no longer has goes first")
    func bounded() throws {
        let folder = TemporaryDirectory()
        let counter = Counter()
        let vectors = try open(folder, capacity: 25)
        try vectors.update(texts, encode: counter.encode)
        let next = (15..<35).map { "item \($0)" }
        try vectors.update(next, encode: counter.encode)
        #expect(vectors.count == 20 && counter.asked.count == 35)
        try expectAll(next, in: vectors)
        let again = try open(folder, capacity: 25)
        #expect(again.count == 20)
        try expectAll(next, in: again)
        let error = #expect(throws: TextEncoderError.self) {
            try again.update((0..<26).map { "\($0)" }, encode: counter.encode)
        }
        #expect(error?.code == .unsupported)
    }

    /// Any byte may be wrong and any end missing: what is still there is right, the rest is asked again.
    @Test("damage costs the records that it hits", arguments: 1...40)
    func damage(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let folder = TemporaryDirectory()
        let counter = Counter()
        try open(folder).update(texts, encode: counter.encode)
        let path = "\(folder.path)/vectors"
        let descriptor = Self.file(path)
        defer { close(descriptor) }
        let size = 32 + 20 * 30
        var byte: UInt8 = 0
        let place = off_t(random.index(below: size))
        #expect(unsafe pread(descriptor, &byte, 1, place) == 1)
        byte ^= UInt8(1 + random.index(below: 255))
        #expect(unsafe pwrite(descriptor, &byte, 1, place) == 1)
        if random.chance(0.5) { ftruncate(descriptor, off_t(random.index(below: size))) }
        let vectors = try open(folder)
        let found = try texts.filter { try vectors.vector(of: $0) != nil }
        try expectAll(found, in: vectors)
        #expect(found.count < 20)
        try vectors.update(texts, encode: counter.encode)
        try expectAll(texts, in: vectors)
        try expectAll(texts, in: open(folder))
    }
}
