import Commerce
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Event log")
struct EventLogTests {
    private let directory = TemporaryDirectory()

    @Test("events come back as they were given, with growing offsets, also after a restart")
    func roundTrip() throws {
        var given = Scene.batch(0..<5000)
        var log = try directory.log()
        #expect(log.lastOffset == 0)
        #expect(try log.append([]).isEmpty)
        let outcomes = try log.append(Array(given[..<2500])) + log.append(Array(given[2500...]))
        #expect(outcomes == (1...5000).map { .stored(offset: $0) })
        for index in given.indices { given[index].offset = Int64(index + 1) }
        #expect(try log.everything() == given)
        try log.closeWithVault()
        log = try directory.log()
        #expect(log.lastOffset == 5000)
        #expect(try log.everything() == given)
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
        #expect(try directory.names() == ["2026-11.sqlite"])
    }

    // MARK: Exactly once

    @Test("a duplicate is found in its own batch, in an earlier one, and in the month before")
    func duplicates() throws {
        let log = try directory.log()
        let first = Scene.logged("a")
        #expect(
            try log.append([first, Scene.logged("b"), first])
                == [.stored(offset: 1), .stored(offset: 2), .duplicate(offset: 1)])
        #expect(
            try log.append([first, Scene.logged("c")])
                == [.duplicate(offset: 1), .stored(offset: 3)])
        // The receipt is not part of what was reported.
        var elsewhere = first
        elsewhere.region = first.region == "IE" ? "GB" : "IE"
        #expect(try log.append([elsewhere]) == [.duplicate(offset: 1)])
        let later = Scene.logged("a", received: Scene.december)
        #expect(
            try log.append([Scene.logged("d", received: Scene.december), later])
                == [.stored(offset: 4), .duplicate(offset: 1)])
        #expect(try log.everything().map(\.event.id) == ["a", "b", "c", "d"])
        #expect(try directory.names().filter { $0.hasSuffix(".sqlite") }.count == 2)
        try log.closeWithVault()
    }

    @Test("another event of the same id is a conflict, and the first one stays")
    func conflicts() throws {
        let log = try directory.log()
        let other = Scene.logged("a", item: "another")
        #expect(
            try log.append([Scene.logged("a"), other])
                == [.stored(offset: 1), .conflict(offset: 1)])
        #expect(try log.append([other]) == [.conflict(offset: 1)])
        let later = Scene.logged("a", item: "another", received: Scene.december)
        #expect(try log.append([later]) == [.conflict(offset: 1)])
        #expect(try log.everything().map(\.event) == [Scene.event("a")])
        #expect(log.lastOffset == 1)
        try log.closeWithVault()
    }

    @Test("ids differ by their bytes, not by what Unicode takes for equal")
    func idBytes() throws {
        let log = try directory.log()
        // The same letter, composed and decomposed.
        let outcomes = try log.append([Scene.logged("\u{E9}"), Scene.logged("e\u{301}")])
        #expect(outcomes == [.stored(offset: 1), .stored(offset: 2)])
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
    }

    @Test("two files back is beyond the window: an event sent again then is stored again")
    func window() throws {
        let log = try directory.log()
        #expect(try log.append([Scene.logged("a")]) == [.stored(offset: 1)])
        let again = Scene.logged("a", received: Scene.december)
        #expect(try log.append([again]) == [.duplicate(offset: 1)])
        let late = Scene.logged("a", received: Scene.january)
        #expect(try log.append([late]) == [.stored(offset: 2)])
        #expect(try log.append([late]) == [.duplicate(offset: 2)])
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
    }

    // MARK: Time

    @Test("the month is that of the receipt, whatever the events say of themselves")
    func eventTimes() throws {
        let log = try directory.log()
        var events = Scene.batch(0..<4)
        let times = ["1991-02-03", "2026-12-24", "2026-11-19", nil]
            .map { $0.flatMap { Timestamp($0) } }
        for (index, time) in times.enumerated() { events[index].event.time = time }
        _ = try log.append(events)
        #expect(try log.everything().map(\.event.time) == times)
        #expect(try log.everything().map(\.offset) == [1, 2, 3, 4])
        try log.closeWithVault()
        #expect(try directory.names() == ["2026-11.sqlite"])
    }

    @Test("a clock that goes back writes on in the newest month, with growing offsets")
    func clockBack() throws {
        var log = try directory.log()
        _ = try log.append([Scene.logged("a", received: Scene.december)])
        _ = try log.append([Scene.logged("b")])
        try log.closeWithVault()
        log = try directory.log()
        _ = try log.append([Scene.logged("c")])
        #expect(try log.append([Scene.logged("a")]) == [.duplicate(offset: 1)])
        #expect(try log.everything().map(\.event.id) == ["a", "b", "c"])
        #expect(try log.everything().map(\.offset) == [1, 2, 3])
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
        #expect(try directory.names() == ["2026-12.sqlite"])
    }

    @Test("a batch across the end of a month goes to the newer one")
    func monthChange() throws {
        let log = try directory.log()
        _ = try log.append([Scene.logged("a")])
        _ = try log.append([Scene.logged("b"), Scene.logged("c", received: Scene.december)])
        #expect(try log.append([Scene.logged("a")]) == [.duplicate(offset: 1)])
        #expect(try log.everything().map(\.event.id) == ["a", "b", "c"])
        try log.closeWithVault()
    }

    @Test("a month that was moved away is missing, and the offsets go on")
    func archive() throws {
        var log = try directory.log()
        for (index, received) in [Scene.november, Scene.december, Scene.january].enumerated() {
            _ = try log.append(Scene.batch(index * 10..<index * 10 + 10, received: received))
        }
        try log.closeWithVault()
        // Closing leaves one file of a month, with everything in it.
        #expect(
            try directory.names()
                == ["2026-11.sqlite", "2026-12.sqlite", "2027-01.sqlite"])
        FileSystem.remove(directory.file("2026-11.sqlite"))
        log = try directory.log()
        #expect(log.lastOffset == 30)
        #expect(try log.read(from: 1, limit: 5).map(\.offset) == [11, 12, 13, 14, 15])
        let new = Scene.logged("new", received: Scene.january)
        #expect(try log.append([new]) == [.stored(offset: 31)])
        #expect(try log.problems().isEmpty)
        try log.closeWithVault()
    }

    @Test(
        "other files in the folder are left alone",
        arguments: ["notes.txt", "2026-13.sqlite", "archived.sqlite", "2026-1x.sqlite"])
    func otherFiles(name: String) throws {
        directory.write("not a database", to: name)
        let log = try directory.log()
        #expect(try log.append([Scene.logged("a")]) == [.stored(offset: 1)])
        try log.closeWithVault()
        #expect(directory.read(name) == "not a database")
    }

    // MARK: Requests

    @Test("the events of a request are found in all months, in order, up to the limit")
    func requests() throws {
        let log = try directory.log()
        let all = Scene.batch(0..<300) + Scene.batch(300..<600, received: Scene.december)
        _ = try log.append(Array(all[..<300]))
        _ = try log.append(Array(all[300...]))
        for request in ["r0", "r3", "r19", "none"] {
            let expected = all.map(\.event).filter { $0.request == request }
            #expect(try log.events(of: request, limit: 1000).map(\.event) == expected)
            #expect(try log.events(of: request, limit: 2).map(\.event) == Array(expected.prefix(2)))
        }
        try log.closeWithVault()
    }

    @Test("reading from any offset, and what a closed log answers")
    func readingAndClosing() throws {
        let log = try directory.log()
        _ = try log.append(Scene.batch(0..<10))
        try log.checkpoint()
        try log.checkpoint()
        #expect(try log.read(from: 4, limit: 3).map(\.offset) == [4, 5, 6])
        #expect(try log.read(from: 11, limit: 3).isEmpty)
        #expect(try log.read(from: 1, limit: 0).isEmpty)
        try log.closeWithVault()
        // Closed is an error, not a crash.
        #expect(throws: StorageError.self) { try log.append(Scene.batch(10..<11)) }
        #expect(throws: StorageError.self) { try log.read(from: 1, limit: 1) }
    }
}
