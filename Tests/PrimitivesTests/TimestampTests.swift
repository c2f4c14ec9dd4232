import Foundation
import Primitives
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "known moments",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1_000_000),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("1900-02-28T00:00:00Z", -2_203_977_600_000_000),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("2024-02-29T12:30:15Z", 1_709_209_815_000_000),
            ("2026-11-20T10:00:00Z", 1_795_168_800_000_000),
            ("2026-11-20T10:00:00.250Z", 1_795_168_800_250_000),
            ("2026-11-20T10:00:00.000001Z", 1_795_168_800_000_001),
            ("2100-02-28T23:59:59Z", 4_107_542_399_000_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ])
    func known(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test(
        "forms of common exports, all the same moment",
        arguments: [
            "2026-11-20T10:00:00Z", "2026-11-20t10:00:00z", "2026-11-20 10:00:00",
            "2026-11-20T10:00", "2026-11-20 10:00Z", "2026-11-20T10:00:00.0Z",
            "2026-11-20T10:00:00.0000009", "2026-11-20T12:00:00+02:00", "2026-11-20T12:00:00+0200",
            "2026-11-20T04:30:00-05:30", "2026-11-21T00:00:00+14:00", "2026-11-19T22:00:00-12:00",
            "2026-11-20T10:00:00+00:00", "2026-11-20T10:00:00-00:00",
        ])
    func forms(text: String) {
        #expect(Timestamp(text)?.description == "2026-11-20T10:00:00Z")
    }

    @Test("a date alone is its midnight, a leap second the second before")
    func special() {
        #expect(Timestamp("2026-11-20")?.description == "2026-11-20T00:00:00Z")
        #expect(Timestamp("2016-12-31T23:59:60Z")?.description == "2016-12-31T23:59:59Z")
    }

    @Test(
        "what is no moment",
        arguments: [
            "", " ", "2026", "2026-11", "2026-11-2", "2026-1-20", "26-11-20", "2026-11-20T",
            "2026-11-20T10", "2026-11-20T1:00", "2026-11-20T10:0", "2026-11-20T10:00:",
            "2026-11-20T10:00:00.", "2026-11-20T10:00:00.Z", "2026-11-20T10:00:00 Z",
            "2026-11-20T10:00:00+", "2026-11-20T10:00:00+2", "2026-11-20T10:00:00+02:",
            "2026-11-20T10:00:00+24:00", "2026-11-20T10:00:00+02:60", "2026-11-20T10:00:00Zx",
            "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:61Z",
            "2026-00-20", "2026-13-20", "2026-11-00", "2026-11-31", "2026-02-29", "1900-02-29",
            "2100-02-29", "0000-01-01", "2026/11/20", "20.11.2026", "-2026-11-20",
            "2026-11-20T10:00:00+0a:00", "２０２６-11-20", "1763632800",
        ])
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("every day from 1896 to 2204 follows the one before")
    func days() throws {
        var moment = try #require(Timestamp(year: 1896, month: 1, day: 1))
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for year in 1896...2204 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for month in 1...12 {
                for day in 1...lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) {
                    let date = moment.date
                    try #require(date == (year, month, day))
                    try #require(Timestamp(year: year, month: month, day: day) == moment)
                    moment.microseconds += 86_400_000_000
                }
            }
        }
    }

    @Test("text and back, 1900 to 2200, to the microsecond", arguments: 1...10)
    func roundTrip(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let span = Timestamp("1900-01-01")!.microseconds..<Timestamp("2200-01-01")!.microseconds
        for _ in 0..<2000 {
            var moment = Timestamp(microseconds: Int64.random(in: span, using: &random))
            if random.chance(0.3) { moment.microseconds -= moment.microseconds % 1000 }
            let text = moment.description
            #expect(Timestamp(text) == moment, "\(text)")
            #expect(Timestamp(Substring(text)) == moment)
        }
    }

    @Test("agrees with Foundation's calendar", arguments: 1...5)
    func againstFoundation(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for _ in 0..<500 {
            let seconds = random.index(below: 9_000_000_000) - 2_000_000_000
            let date = Date(timeIntervalSince1970: Double(seconds))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let moment = Timestamp(microseconds: Int64(seconds) * 1_000_000)
            let expected = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            let found = moment.date
            #expect(found == expected)
        }
    }

    @Test(
        "a zone leads out of no calendar",
        arguments: [
            "0001-01-01T00:00:00+10:00", "0001-01-01T09:59:59.999999+10:00",
            "9999-12-31T23:00:00-01:00",
        ])
    func outOfCalendar(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("garbage is refused, never trapped on", arguments: 1...10)
    func fuzz(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<5000 {
            var bytes = Array("2026-11-20T10:00:00.123456+02:00".utf8)
            for _ in 0...random.index(below: 4) {
                let index = random.index(below: bytes.count)
                bytes[index] = UInt8(truncatingIfNeeded: random.next())
            }
            bytes.removeLast(random.index(below: bytes.count))
            if let moment = Timestamp(String(decoding: bytes, as: UTF8.self)) {
                #expect(Timestamp(moment.description) == moment)
            }
        }
    }

    @Test("the ends of the range have a text", arguments: [Int64.min, .min + 1, -1, .max])
    func extremes(microseconds: Int64) {
        #expect(Timestamp(microseconds: microseconds).description.hasSuffix("Z"))
    }

    @Test(
        "seconds round to the next microsecond",
        arguments: [
            (1_700_000_000.123, 1_700_000_000_123_000), (8.2, 8_200_000), (-8.2, -8_200_000),
            (1.001, 1_001_000),
        ])
    func seconds(seconds: Double, microseconds: Int64) {
        #expect(Timestamp(seconds: seconds).microseconds == microseconds)
        #expect((Timestamp(microseconds: 0) + seconds).microseconds == microseconds)
    }

    @Test("order and difference")
    func arithmetic() {
        let noon = Timestamp("2026-11-20T12:00:00Z")!
        let later = noon + 90.5
        #expect(noon < later)
        #expect(later - noon == 90.5)
        #expect(noon - later == -90.5)
        #expect(Timestamp(seconds: noon.seconds) == noon)
    }
}
