/// A moment in UTC, in microseconds since 1970.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Double) {
        microseconds = Int64((seconds * 1e6).rounded())
    }

    package var seconds: Double { Double(microseconds) * 1e-6 }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    package static func + (time: Timestamp, seconds: Double) -> Timestamp {
        Timestamp(microseconds: time.microseconds + Int64((seconds * 1e6).rounded()))
    }

    /// Seconds from `earlier` to `later`.
    package static func - (later: Timestamp, earlier: Timestamp) -> Double {
        Double(later.microseconds - earlier.microseconds) * 1e-6
    }
}

// MARK: - Calendar

extension Timestamp {
    /// A moment of the proleptic Gregorian calendar; nil where there is no such day or time.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        microsecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.daysIn(month: month, of: year)).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let clock = (hour * 60 + minute) * 60 + min(second, 59)
        microseconds = Int64(days * 86_400 + clock) * 1_000_000 + Int64(microsecond)
    }

    /// Year, month and day in UTC.
    package var date: (year: Int, month: Int, day: Int) {
        let days = Int(floorDivide(microseconds, 86_400_000_000))
        // Days to civil, H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

// MARK: - Text

extension Timestamp: CustomStringConvertible {
    /// Reads RFC 3339 (`2026-11-20T10:00:00Z`, a fraction, an offset) and the forms of common
    /// exports: a blank for the `T`, no zone (taken as UTC), no seconds, a date alone.
    package init?(_ text: some StringProtocol) {
        var cursor = DigitCursor(Array(text.utf8))
        guard let year = cursor.digits(4), cursor.skip("-"), let month = cursor.digits(2),
            cursor.skip("-"), let day = cursor.digits(2)
        else { return nil }
        if cursor.atEnd {
            self.init(year: year, month: month, day: day)
            return
        }
        guard cursor.skip("T") || cursor.skip("t") || cursor.skip(" "),
            let hour = cursor.digits(2), cursor.skip(":"), let minute = cursor.digits(2)
        else { return nil }
        var second = 0
        var microsecond = 0
        if cursor.skip(":") {
            guard let read = cursor.digits(2) else { return nil }
            second = read
            if cursor.skip(".") {
                guard let fraction = cursor.microseconds() else { return nil }
                microsecond = fraction
            }
        }
        guard let offset = cursor.zone(), cursor.atEnd,
            let local = Timestamp(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                microsecond: microsecond)
        else { return nil }
        self = local + Double(-offset)
        guard Self.calendar.contains(self) else { return nil }
    }

    /// The years 1 to 9999: a zone may lead out of them.
    private static let calendar =
        Timestamp(
            microseconds: -62_135_596_800_000_000)...Timestamp(
            microseconds: 253_402_300_799_999_999)

    /// RFC 3339 in UTC, with a fraction where there is one.
    package var description: String {
        let (year, month, day) = date
        let remainder = microseconds % 86_400_000_000
        let inDay = remainder < 0 ? remainder + 86_400_000_000 : remainder
        let seconds = Int(inDay / 1_000_000)
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
        text += "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
        text += ":\(padded(seconds % 60, 2))"
        let fraction = Int(inDay % 1_000_000)
        if fraction != 0 {
            text +=
                fraction % 1000 == 0 ? ".\(padded(fraction / 1000, 3))" : ".\(padded(fraction, 6))"
        }
        return text + "Z"
    }
}

/// Reads fixed-width digits and separators.
private struct DigitCursor {
    let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { index == bytes.count }

    mutating func digits(_ count: Int) -> Int? {
        guard index + count <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[index..<index + count] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 48)
        }
        index += count
        return number
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
        index += 1
        return true
    }

    /// A fraction of a second; digits past the sixth are dropped.
    mutating func microseconds() -> Int? {
        var number = 0
        var count = 0
        while index < bytes.count, (48...57).contains(bytes[index]) {
            if count < 6 { number = number * 10 + Int(bytes[index] - 48) }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 6 - count) { number *= 10 }
        return number
    }

    /// Seconds east of UTC; nothing written means UTC.
    mutating func zone() -> Int? {
        if atEnd || skip("Z") || skip("z") { return 0 }
        let sign = skip("-") ? -1 : skip("+") ? 1 : 0
        guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    return remainder < 0 ? quotient - 1 : quotient
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
