package import Primitives

/// A currency of ISO 4217.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three capital letters.
    package let code: String

    package var description: String { code }

    /// Nil for a code that the standard does not list.
    package init?(_ code: String) {
        guard Self.codes.contains(code) else { return nil }
        self.code = code
    }

    /// Digits after the point: 2 for most, 0 for JPY, 3 for KWD.
    package var exponent: Int {
        Self.exponents[code] ?? 2
    }

    /// Minor units in one major unit.
    package var scale: Double {
        var scale = 1.0
        for _ in 0..<exponent { scale *= 10 }
        return scale
    }

    private static let exponents: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
        "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3,
        "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]

    private static let codes: Set<String> = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN
        BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN
        ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD
        JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
        MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
        QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
        TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF
        XPF YER ZAR ZMW ZWG
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

/// An amount in the minor units of a currency, so that no cent is ever rounded away.
package struct Money: Hashable, Sendable {
    package var minor: Int64
    package var currency: Currency

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// Nil where `major` has more decimals than the currency, or is too large.
    package init?(major: Double, currency: Currency) {
        let scaled = major * currency.scale
        let minor = scaled.rounded()
        // A large amount is not exact to 1e-4 itself: what a double cannot tell apart is no decimal.
        let tolerance = max(1e-4, 2 * minor.ulp)
        guard abs(minor) < 1e15, abs(scaled - minor) <= tolerance else { return nil }
        self.init(minor: Int64(minor), currency: currency)
    }

    /// The amount in major units, for filters and features; not for arithmetic on money.
    package var major: Double { Double(minor) / currency.scale }

    package var value: Value {
        ["minor": .int(minor), "currency": .string(currency.code)]
    }
}

extension FieldReader {
    /// A price: `{"minor": 295, "currency": "GBP"}`, `{"amount": 2.95, "currency": "GBP"}`, or a
    /// number in major units whose currency stands in the field `currency` or is the shop's own.
    package mutating func money(
        _ name: String, default shopCurrency: Currency?
    ) throws(InvalidField) -> Money? {
        guard let value = take(name) else { return nil }
        if value.number != nil {
            var amount = FieldReader(["amount": value], path: path(of: name) + ".")
            let currency = try currency() ?? shopCurrency
            guard let currency else {
                throw missing("currency", "a price without one; give it or set the shop's currency")
            }
            return try amount.amount(currency)
        }
        guard case .object(let fields) = value else {
            throw wrongType(value, name, "a number or {\"minor\", \"currency\"}")
        }
        var reader = FieldReader(fields, path: path(of: name) + ".")
        guard let currency = try reader.currency() ?? shopCurrency else {
            throw reader.missing("currency", "is missing")
        }
        if let minor = try reader.integer("minor", in: 0...1_000_000_000_000_000) {
            return Money(minor: Int64(minor), currency: currency)
        }
        return try reader.amount(currency)
    }

    private mutating func amount(_ currency: Currency) throws(InvalidField) -> Money {
        guard let major = try number("amount", in: 0...1e12) else {
            throw missing("minor", "is missing")
        }
        guard let money = Money(major: major, currency: currency) else {
            throw InvalidField(
                .outOfRange, path(of: "amount"), "\(major) has more decimals than \(currency)")
        }
        return money
    }

    private mutating func currency() throws(InvalidField) -> Currency? {
        guard let code = try text("currency", bytesMax: 16) else { return nil }
        guard let currency = Currency(code) else {
            throw InvalidField(
                .unknownValue, path(of: "currency"), "\(clipped(code)) is no ISO 4217 code")
        }
        return currency
    }
}
