import Commerce

/// What the codes and descriptions of Online Retail mean.
enum RetailCodes {
    static let pounds = Currency("GBP")

    /// Postage, fees, vouchers, samples and manual corrections. All other codes are products, among
    /// them the lettered DCGS… (goods of the web shop) and PADS (cushion pads).
    private static let noProducts: Set<String> = [
        "POST", "DOT", "C2", "C3", "23444",  // postage and carriage; 23444 is Next Day Carriage
        "M", "D", "S", "B", "ADJUST", "ADJUST2",  // manual, discount, samples, bad debt
        "CRUK", "AMAZONFEE", "BANK CHARGES", "GIFT", "TEST001", "TEST002",
    ]

    static func isNoProduct(_ code: String) -> Bool {
        noProducts.contains(code) || code.hasPrefix("GIFT_")
    }

    /// Whether a description is a remark of the warehouse, such as `?`, `damaged` or `Dotcom sales`.
    /// Names of products have a word in capitals, or several words that all begin with one.
    static func isStockNote(_ description: String?) -> Bool {
        guard let description, !description.utf8.contains(UInt8(ascii: "?")),
            !remarks.contains(description)
        else { return true }
        let words = description.split(separator: " ")
        if words.first.map(beginsSmall) ?? true { return true }
        let hasCapitals = words.contains { $0.utf8.filter { (65...90).contains($0) }.count >= 3 }
        return !hasCapitals && (words.count < 2 || words.contains(where: beginsSmall))
    }

    private static func beginsSmall(_ word: Substring) -> Bool {
        word.utf8.first.map { (97...122).contains($0) } ?? false
    }

    private static let remarks: Set<String> = [
        "CHECK", "DAMAGED", "FBA", "FOUND", "LOST", "MIA", "MISSING",
    ]

    /// The region that a country of the file names; nil where it says nothing.
    static func region(of country: String) -> String? {
        country == "Unspecified" ? nil : countries[country] ?? country
    }

    /// ISO 3166 codes of the countries that the shop sold to. Its other words, such as `Channel
    /// Islands`, name no single country and stay as they are.
    private static let countries: [String: String] = [
        "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Bermuda": "BM",
        "Brazil": "BR", "Canada": "CA", "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK",
        "EIRE": "IE", "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR",
        "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT", "Japan": "JP",
        "Korea": "KR", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL",
        "Nigeria": "NG", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA",
        "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES", "Sweden": "SE",
        "Switzerland": "CH", "Thailand": "TH", "USA": "US", "United Arab Emirates": "AE",
        "United Kingdom": "GB",
    ]
}
