extension Department {
    static let home = Department(
        name: Word("Home", "家居"),
        brands: [
            Brand("Alder & Wren", .premium), Brand("Lumora", .middle), Brand("Nordhus", .middle),
            Brand("Hearthside", .middle), Brand("Casa Linda", .premium), Brand("Everyday", .budget),
        ],
        categories: [
            Category(
                "Lighting", "灯饰", colours: Palette.earthy,
                points: [
                    Word("Gives a warm, even light", "光线温暖均匀"),
                    Word("The brightness can be set in three steps", "三档亮度可调"),
                    Word("Takes common E27 bulbs", "适用通用E27灯泡"),
                    Word("Quick to mount with the parts in the box", "附安装配件，安装简便"),
                ],
                kinds: [
                    ProductKind("table lamp", "台灯", "💡", 35_00, [.ceramic, .brass, .glass, .oak]),
                    ProductKind("floor lamp", "落地灯", "💡", 89_00, [.brass, .oak, .steel]),
                    ProductKind("pendant light", "吊灯", "💡", 64_00, [.rattan, .glass, .brass]),
                    ProductKind(
                        "lantern", "灯笼", "🏮", 18_00, [.steel, .glass, .paper],
                        .centimetres(20, 30, 45)),
                    ProductKind(
                        "light bulbs", "灯泡", "💡", 9_00, [], .packs(2, 4, 6), isColoured: false),
                ]),
            Category(
                "Bedding", "床上用品", colours: Palette.earthy, demand: 1.1,
                points: [
                    Word("Soft from the first night", "第一晚就柔软舒适"),
                    Word("Washes well at 60 degrees", "可60度水洗"),
                    Word("Breathes in summer and keeps warm in winter", "冬暖夏凉"),
                    Word("Woven closely, so that it lasts", "织造紧密，经久耐用"),
                ],
                kinds: [
                    ProductKind(
                        "duvet cover", "被套", "🛏️", 45_00, [.cotton, .linen, .organicCotton], .beds),
                    ProductKind(
                        "fitted sheet", "床笠", "🛏️", 28_00,
                        [.cotton, .linen, .organicCotton], .beds),
                    ProductKind("pillow", "枕头", "😴", 24_00, [.down, .cotton, .bamboo]),
                    ProductKind("throw", "盖毯", "🧶", 39_00, [.wool, .cotton, .fleece]),
                    ProductKind("pillowcases", "枕套", "🛏️", 14_00, [.cotton, .silk, .linen]),
                ]),
            Category(
                "Decor", "家居装饰", colours: Palette.any,
                points: [
                    Word("Brings a quiet accent to any room", "为房间增添一抹安静的点缀"),
                    Word("Finished by hand, no two alike", "手工完成，件件不同"),
                    Word("A gift that always finds a place", "百搭的好礼物"),
                ],
                kinds: [
                    ProductKind(
                        "vase", "花瓶", "🏺", 22_00, [.ceramic, .glass, .terracotta],
                        .centimetres(15, 25, 35)),
                    ProductKind(
                        "picture frame", "相框", "🖼️", 15_00, [.oak, .walnut, .brass],
                        .centimetres(15, 20, 30)),
                    ProductKind("cushion", "抱枕", "🛋️", 19_00, [.velvet, .linen, .cotton]),
                    ProductKind(
                        "rug", "地毯", "🧶", 95_00, [.wool, .jute, .cotton],
                        .centimetres(120, 160, 200)),
                    ProductKind("candle holder", "烛台", "🕯️", 12_00, [.brass, .glass, .ceramic]),
                ]),
        ])

    static let kitchen = Department(
        name: Word("Kitchen", "厨房"),
        brands: [
            Brand("Harrow & Finch", .premium), Brand("Copperleaf", .premium),
            Brand("Potter's Yard", .middle), Brand("Kettlewell", .middle),
            Brand("Tavola", .middle), Brand("Basics Kitchen", .budget),
        ],
        categories: [
            Category(
                "Tea & coffee ware", "茶具与咖啡具", colours: Palette.earthy, demand: 1.2,
                points: [
                    Word("Pours without a drip", "倒水不滴漏"),
                    Word("Keeps the brew warm for long", "保温持久"),
                    Word("Safe in the dishwasher", "可用洗碗机清洗"),
                    Word("The handle stays cool", "手柄不烫手"),
                ],
                kinds: [
                    ProductKind(
                        "teapot", "茶壶", "🫖", 26_00, [.ceramic, .glass, .castIron],
                        .litres(0.6, 0.8, 1.2)),
                    ProductKind(
                        "tea cups", "茶杯", "🍵", 18_00, [.porcelain, .ceramic, .glass],
                        .sets(2, 4, 6)),
                    ProductKind(
                        "mug", "马克杯", "☕", 9_00, [.ceramic, .enamel, .porcelain],
                        .millilitres(250, 350, 450)),
                    ProductKind(
                        "kettle", "烧水壶", "🫖", 42_00, [.stainlessSteel, .copper, .enamel],
                        .litres(1, 1.5, 1.7)),
                    ProductKind(
                        "coffee press", "法压壶", "☕", 29_00, [.glass, .stainlessSteel],
                        .litres(0.35, 0.8, 1)),
                    ProductKind("coffee grinder", "咖啡研磨机", "☕", 48_00, [.steel, .walnut]),
                ]),
            Category(
                "Cookware", "锅具", colours: [1, 2, 3, 5, 7, 13],
                points: [
                    Word("Works on every hob, induction too", "适用各种炉灶，包括电磁炉"),
                    Word("Spreads the heat evenly", "受热均匀"),
                    Word("Goes from the hob to the oven", "可直接入烤箱"),
                    Word("Nothing sticks, little oil is needed", "不粘少油"),
                ],
                kinds: [
                    ProductKind(
                        "frying pan", "平底锅", "🍳", 34_00, [.stainlessSteel, .castIron, .aluminium],
                        .centimetres(20, 24, 28)),
                    ProductKind(
                        "casserole", "炖锅", "🍲", 79_00, [.castIron, .enamel, .ceramic],
                        .litres(2.4, 4, 6)),
                    ProductKind(
                        "wok", "炒锅", "🥘", 38_00, [.castIron, .steel], .centimetres(28, 32, 36)),
                    ProductKind(
                        "saucepan", "奶锅", "🍲", 29_00, [.stainlessSteel, .copper],
                        .litres(1, 1.5, 2)),
                    ProductKind(
                        "chopping board", "砧板", "🔪", 21_00, [.oak, .bamboo, .walnut],
                        isColoured: false),
                ]),
            Category(
                "Tableware", "餐具", colours: Palette.earthy,
                points: [
                    Word("Stacks neatly in the cupboard", "叠放整齐不占地方"),
                    Word("For every day and for guests", "日常待客皆宜"),
                    Word("Hard to chip", "不易磕碰"),
                ],
                kinds: [
                    ProductKind(
                        "dinner plates", "餐盘", "🍽️", 32_00, [.porcelain, .ceramic], .sets(4, 6, 8)),
                    ProductKind(
                        "bowls", "碗", "🥣", 24_00, [.ceramic, .porcelain, .bamboo], .sets(2, 4, 6)),
                    ProductKind(
                        "cutlery", "刀叉", "🍴", 45_00, [.stainlessSteel], .sets(16, 24, 32),
                        isColoured: false),
                    ProductKind("chopsticks", "筷子", "🥢", 11_00, [.bamboo, .walnut], .sets(5, 10)),
                    ProductKind("tumblers", "水杯", "🥛", 19_00, [.glass], .sets(4, 6)),
                ]),
        ])

    static let garden = Department(
        name: Word("Garden", "园艺"),
        brands: [
            Brand("Greenacre", .middle), Brand("Thorn & Trowel", .premium),
            Brand("Meadowbank", .middle), Brand("Rootwell", .budget), Brand("Solstice", .premium),
        ],
        categories: [
            Category(
                "Pots & plants", "花盆与植物", colours: Palette.earthy, lean: .older,
                points: [
                    Word("Drains well, so that roots stay healthy", "排水良好，根系健康"),
                    Word("Stands frost", "耐霜冻"),
                    Word("For the balcony or the windowsill", "阳台窗台皆宜"),
                ],
                kinds: [
                    ProductKind(
                        "plant pot", "花盆", "🪴", 14_00, [.terracotta, .ceramic, .concrete],
                        .centimetres(14, 20, 30)),
                    ProductKind(
                        "hanging planter", "吊篮", "🌿", 17_00, [.jute, .steel, .rattan]),
                    ProductKind(
                        "watering can", "浇水壶", "🚿", 19_00, [.steel, .copper], .litres(1.5, 5, 9)),
                    ProductKind(
                        "flower seeds", "花籽", "🌻", 3_50, [], .packs(1, 3, 5), isColoured: false),
                ]),
            Category(
                "Garden tools", "园艺工具", colours: [1, 5, 7], lean: .older, demand: 0.8,
                points: [
                    Word("Sits well in the hand", "手感舒适"),
                    Word("The blade can be sharpened again", "刀刃可重新打磨"),
                    Word("Made for years of work outdoors", "经得起多年户外使用"),
                ],
                kinds: [
                    ProductKind(
                        "trowel", "小铲子", "🌱", 12_00, [.stainlessSteel, .steel], isColoured: false),
                    ProductKind("pruning shears", "修枝剪", "✂️", 22_00, [.steel, .aluminium]),
                    ProductKind("gardening gloves", "园艺手套", "🧤", 11_00, [.leather, .cotton]),
                    ProductKind("garden hose", "花园水管", "💧", 33_00, [.rubber], .metres(10, 15, 25)),
                ]),
            Category(
                "Outdoor living", "户外生活", colours: Palette.earthy, demand: 0.7,
                points: [
                    Word("Folds away for the winter", "冬天可折叠收纳"),
                    Word("Sun and rain do it no harm", "不怕日晒雨淋"),
                    Word("For long evenings with friends", "陪您与好友共度长夜"),
                ],
                kinds: [
                    ProductKind("garden chair", "花园椅", "🪑", 75_00, [.rattan, .steel, .beech]),
                    ProductKind("parasol", "遮阳伞", "⛱️", 69_00, [.cotton], .metres(2, 2.5, 3)),
                    ProductKind(
                        "barbecue", "烧烤炉", "🍖", 120_00, [.steel, .castIron], isColoured: false),
                    ProductKind("hammock", "吊床", "🏝️", 44_00, [.cotton, .canvas]),
                ]),
        ])

    static let pets = Department(
        name: Word("Pets", "宠物"),
        brands: [
            Brand("Waggle", .middle), Brand("Whisker & Co", .premium), Brand("Pawsome", .budget),
            Brand("Barkley", .middle),
        ],
        categories: [
            Category(
                "Dogs", "狗狗用品", colours: Palette.bright,
                points: [
                    Word("Tested by very keen dogs", "经狗狗亲自测试"),
                    Word("Free of harmful substances", "不含有害物质"),
                    Word("For small and large breeds", "大小犬种皆宜"),
                ],
                kinds: [
                    ProductKind(
                        "dog lead", "狗牵引绳", "🐕", 15_00, [.leather, .nylon], .metres(1.2, 2)),
                    ProductKind(
                        "dog bed", "狗窝", "🐶", 42_00, [.cotton, .fleece], .centimetres(60, 80, 100)),
                    ProductKind("dog toy", "狗玩具", "🦴", 8_00, [.rubber, .cotton]),
                    ProductKind(
                        "dog food", "狗粮", "🐶", 24_00, [], .kilograms(2, 5, 12), isColoured: false),
                ]),
            Category(
                "Cats", "猫咪用品", colours: Palette.earthy,
                points: [
                    Word("Cats take to it at once", "猫咪一见就爱"),
                    Word("Approved by vets", "兽医认可"),
                    Word("Free of harmful substances", "不含有害物质"),
                ],
                kinds: [
                    ProductKind("cat scratcher", "猫抓板", "🐈", 26_00, [.jute, .felt]),
                    ProductKind("cat bed", "猫窝", "🐱", 32_00, [.felt, .cotton, .rattan]),
                    ProductKind("cat toy", "猫玩具", "🐭", 6_00, [.felt, .plush]),
                    ProductKind(
                        "cat food", "猫粮", "🐟", 19_00, [], .kilograms(1, 2, 4), isColoured: false),
                ]),
        ])
}
