import Commerce

/// Why a line went to the quarantine. The raw value is the code in the file and in the report.
package enum Reason: String, Sendable, CaseIterable {
    // The line itself.
    case lineTooLong = "line_too_long"
    case badEncoding = "bad_encoding"
    case badQuotes = "bad_quotes"
    case badJSON = "bad_json"
    case wrongColumnCount = "wrong_column_count"
    /// The last line of a file that was cut short: what stands there may be half a value.
    case cutShort = "cut_short"

    // One field of it: the codes of `InvalidField`.
    case missing
    case wrongType = "wrong_type"
    case outOfRange = "out_of_range"
    case unknownValue = "unknown_value"
    case tooLong = "too_long"
    case malformed

    // What it says.
    case duplicate
    /// The log holds another event of this id.
    case conflict
    case outlier
    case bot
    case timeOutOfRange = "time_out_of_range"

    // Recipes.
    case nonProductCode = "non_product_code"
    case adjustment
    case stockNote = "stock_note"
    case zeroQuantity = "zero_quantity"
    case negativeQuantity = "negative_quantity"
    case zeroPrice = "zero_price"
    case negativePrice = "negative_price"
    case unmatchedItem = "unmatched_item"
    case unmatchedUser = "unmatched_user"

    fileprivate init(_ code: InvalidField.Code) {
        switch code {
        case .missing: self = .missing
        case .wrongType: self = .wrongType
        case .outOfRange: self = .outOfRange
        case .unknownValue: self = .unknownValue
        case .tooLong: self = .tooLong
        case .malformed: self = .malformed
        }
    }
}

/// A line that is not taken.
struct Rejection: Error {
    var reason: Reason
    /// The field or column at fault, where it is one.
    var field: String?
    var message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    init(_ reason: Reason, _ field: String, _ message: String) {
        self.init(reason, message)
        self.field = field
    }

    init(_ invalid: InvalidField) {
        self.init(Reason(invalid.code), invalid.field, invalid.message)
    }
}
