/// The text of a field, where it is not too long.
///
/// - Throws: `InvalidField`.
package func checkedText(
    _ text: String, _ field: String, bytesMax: Int
) throws(InvalidField) -> String {
    guard text.utf8.count <= bytesMax else {
        throw InvalidField(
            .tooLong, field, "is \(text.utf8.count) bytes long, at most \(bytesMax)")
    }
    return text
}

/// An id: not empty, no control characters, in Unicode's normalisation form C, 128 bytes at most
/// where a recipe does not want it shorter.
///
/// Two spellings of one text, such as é as one character or as e and an accent, are equal strings
/// in memory and different bytes on disk. With one form alone, equal ids are equal everywhere.
///
/// - Throws: `InvalidField` that says what is wrong with it.
package func checkedID(
    _ text: String, _ field: String, bytesMax: Int = 128
) throws(InvalidField) -> String {
    guard !text.isEmpty else {
        throw InvalidField(.missing, field, "is empty; leave it out or give an id")
    }
    let id = try checkedText(text, field, bytesMax: bytesMax)
    var isASCII = true
    for byte in id.utf8 {
        guard byte >= 32, byte != 127 else {
            throw InvalidField(.malformed, field, "holds a control character")
        }
        if byte >= 128 { isASCII = false }
    }
    guard isASCII || isNormalised(id) else {
        throw InvalidField(
            .malformed, field, "is not in Unicode normalisation form C (NFC); send it composed")
    }
    return id
}

private func isNormalised(_ text: String) -> Bool {
    var span = text.utf8Span
    return span.checkForNFC(quickCheck: false)
}

/// The start of a text that may be long, for messages. Counts scalars: a single character may hold
/// a megabyte of accents.
package func clipped(_ text: String, to count: Int = 40) -> String {
    let start = text.unicodeScalars.prefix(count)
    return start.endIndex == text.endIndex ? "\"\(text)\"" : "\"\(String(start))…\""
}
