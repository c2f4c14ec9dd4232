import Engine
import Testing

struct WriteQueueTests {
    @Test func writesThatWaitAreCarriedOutTogetherAndInOrder() async throws {
        let groups = MutexBox<[[Int]]>([])
        let gate = MutexBox(false)
        let queue = WriteQueue<Int, Int>(weightMax: 1000) { writes in
            while !gate.value {}
            groups.change { $0.append(writes) }
            return writes.map { .success($0 * 2) }
        }
        let outcomes = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<50 {
                group.addTask { (number, try await queue.submit(number, weight: 1)) }
            }
            // The first write holds the writer up until the others have gathered behind it.
            group.addTask {
                try await Task.sleep(for: .milliseconds(50))
                gate.change { $0 = true }
                return (0, 0)
            }
            var all: [Int: Int] = [:]
            for try await (number, outcome) in group { all[number] = outcome }
            return all
        }
        #expect(outcomes == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, $0 * 2) }))
        #expect(groups.value.joined().sorted() == Array(0..<50))
        #expect(groups.value.count < 50)
    }

    @Test func aFullQueueRefusesInsteadOfGrowing() async throws {
        let gate = MutexBox(false)
        let queue = WriteQueue<Int, Int>(weightMax: 10) { writes in
            while !gate.value {}
            return writes.map { .success($0) }
        }
        let refused = MutexBox(0)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        _ = try await queue.submit(number, weight: 1)
                    } catch let error as EngineError where error.code == .overloaded {
                        refused.change { $0 += 1 }
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            group.addTask {
                for _ in 0..<1000 where refused.value < 20 {
                    try? await Task.sleep(for: .milliseconds(10))
                }
                gate.change { $0 = true }
            }
        }
        // Ten in the writer's hands and ten waiting at most.
        #expect(refused.value >= 20)
    }

    @Test func closingCarriesOutWhatWaitsAndRefusesTheRest() async throws {
        let count = MutexBox(0)
        let queue = WriteQueue<Int, Int>(weightMax: 100) { writes in
            count.change { $0 += writes.count }
            return writes.map { .success($0) }
        }
        for number in 0..<5 { _ = try await queue.submit(number, weight: 1) }
        await queue.close()
        #expect(count.value == 5)
        await #expect(throws: EngineError.self) { try await queue.submit(6, weight: 1) }
    }

    @Test func aFailureReachesItsWriterAlone() async throws {
        struct Odd: Error {}
        let queue = WriteQueue<Int, Int>(weightMax: 100) { writes in
            writes.map { $0 % 2 == 0 ? .success($0) : .failure(Odd()) }
        }
        #expect(try await queue.submit(2, weight: 1) == 2)
        await #expect(throws: Odd.self) { try await queue.submit(3, weight: 1) }
        #expect(try await queue.submit(4, weight: 1) == 4)
    }
}
