import Commerce
import Engine
import JSON

extension SlateReplay.Outcome {
    /// What would be served, item by item, and where that differs from what was.
    var json: JSONWriter {
        var writer = JSONWriter(reserving: 4096)
        writer.object { writer in
            writer.field("request", slate.request)
            writer.array("items") { writer in
                for (index, item) in items.enumerated() {
                    writer.object { writer in
                        writer.field("id", item.id)
                        writer.field("position", slate.firstPosition + index)
                        writer.field("score", Double(item.score))
                        writer.parts(item.parts)
                    }
                }
            }
            writer.array("differences") { writer in
                for difference in differences { writer.write(difference) }
            }
        }
        return writer
    }
}
