import CUnicode

/// A text in Unicode's normalisation form C, so that texts that are equal have equal bytes.
package func composed(_ text: String) -> String {
    var span = text.utf8Span
    if span.isKnownASCII || span.checkForNFC(quickCheck: false) { return text }
    let units = Array(text.utf16)
    // Form C takes at most three times the units of a text (Unicode Standard Annex 15, table 9).
    let composed = unsafe [UInt16](unsafeUninitializedCapacity: 3 * units.count) { buffer, count in
        unsafe count = cu_compose(units, units.count, buffer.baseAddress, buffer.count)
    }
    return composed.isEmpty ? text : String(decoding: composed, as: UTF16.self)
}
