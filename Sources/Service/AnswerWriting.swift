package import Commerce
package import Engine
package import JSON
import Primitives

extension Answer {
    /// The answer as JSON, straight to bytes.
    package func json(_ format: AnswerFormat, microseconds: Int64) -> JSONWriter {
        var writer = JSONWriter(reserving: 256 + hits.count * 200)
        writer.object { write(to: &$0, format, microseconds: microseconds) }
        return writer
    }

    /// Writes the fields of the answer.
    func write(to writer: inout JSONWriter, _ format: AnswerFormat, microseconds: Int64) {
        writer.field("request", request)
        writer.array("items") { writer in
            for hit in hits { hit.write(to: &writer, format) }
        }
        if let total { writer.field("total", total) }
        if let corrected { writer.field("corrected", corrected) }
        if let redirect { writer.field("redirect", redirect) }
        if format.explain { writeReading(&writer) }
        if !relaxed.isEmpty {
            writer.array("relaxed") { writer in for slot in relaxed { slot.write(to: &writer) } }
        }
        if let fallback { writer.field("fallback", fallback) }
        if isByMeaning { writer.field("by_meaning", true) }
        if !facets.isEmpty { writeFacets(&writer) }
        if let cursor { writer.field("cursor", cursor) }
        writer.field("offset", offset)
        writer.field("took_us", microseconds)
    }

    /// What the query was taken to say, and the rules that acted on it.
    private func writeReading(_ writer: inout JSONWriter) {
        understood?.write(to: &writer)
        made?.write(to: &writer)
        writer.array("rules") { writer in
            for rule in rules {
                writer.object { writer in
                    writer.field("id", rule.id)
                    if let name = rule.name { writer.field("name", name) }
                    writer.array("did") { writer in
                        for deed in rule.action.deeds { writer.write(deed) }
                    }
                }
            }
        }
    }

    private func writeFacets(_ writer: inout JSONWriter) {
        writer.object("facets") { writer in
            for (field, values) in facets {
                writer.array(field) { writer in
                    for value in values {
                        writer.object { writer in
                            writer.field("value", value.value)
                            if let from = value.from { writer.field("from", from) }
                            if let to = value.to { writer.field("to", to) }
                            writer.field("count", value.count)
                        }
                    }
                }
            }
        }
    }
}

extension Answer.Hit {
    fileprivate func write(to writer: inout JSONWriter, _ format: AnswerFormat) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("score", Double(score))
            if let variants { writer.field("variants", variants) }
            if format.explain {
                writer.array("reasons") { writer in
                    for reason in reasons { reason.write(to: &writer, locale: format.spoken) }
                }
                explanation?.write(to: &writer)
            }
            if !highlights.isEmpty {
                writer.object("highlights") { writer in
                    for (field, html) in highlights { writer.field(field, html) }
                }
            }
            if let item, !format.fields.isEmpty {
                writer.object("item") { item.write(to: &$0, format.fields, format.locale) }
            }
        }
    }
}

extension Reason {
    fileprivate func write(to writer: inout JSONWriter, locale: String?) {
        writer.object { writer in
            writer.field("kind", kind.rawValue)
            if let item { writer.field("item", item) }
            if let title = itemTitle?.text(for: locale) { writer.field("title", title) }
            writer.field("text", text(locale: locale))
            if let nearness { writer.field("nearness", Double(nearness)) }
            if let moved { writer.field("moved", moved) }
            if let attraction { writer.field("attraction", Double(attraction)) }
            if let chance {
                writer.object("probability") {
                    $0.field(chance.head, Double(chance.probability))
                }
            }
        }
    }
}

extension Item {
    /// Writes the named fields, texts in one locale.
    func write(to writer: inout JSONWriter, _ names: [String], _ locale: String?) {
        let all = localizedFields(locale)
        for field in all.entries where names.contains(field.name) {
            writer.field(field.name, field.value)
        }
    }

    /// The item's fields with one text in place of one per locale; all of them without a locale.
    func localizedFields(_ locale: String?) -> Fields {
        guard let locale else { return fields }
        var item = self
        item.title = title.only(locale)
        item.description = description.only(locale)
        item.attributes = attributes.mapValues { attribute in
            if case .text(let text) = attribute { .text(text.only(locale)) } else { attribute }
        }
        return item.fields
    }
}

extension LocalizedText {
    fileprivate func only(_ locale: String) -> LocalizedText {
        text(for: locale).map { LocalizedText($0) } ?? self
    }
}

extension LoggedEvent {
    /// The event as one line of JSON.
    package var line: String {
        var writer = JSONWriter()
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The event as a reader of the log sees it.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("offset", offset)
            writer.field("received", received.description)
            if origin == .imported { writer.field("imported", true) }
            if let parent { writer.field("parent", parent) }
            writer.fields(event.fields, except: Self.ownNames)
        }
    }

    /// Names that the log uses: an event's own field of that name is kept but not shown.
    private static let ownNames = ["offset", "received", "imported", "parent"]
}

extension JSONWriter {
    /// Named values, but for some names that are written otherwise: no name stands twice.
    mutating func fields(_ fields: Fields, except names: [String]) {
        for entry in fields.entries where !names.contains(entry.name) {
            field(entry.name, entry.value)
        }
    }
}
