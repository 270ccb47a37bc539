# An invented maker, with the meanings of 0xE1 that collide in the field (card number, supply voltage).
maker HX001
model XC-T200
item 0xE1 4 number card_number
item 0xE1 2 number supply_v_x10
item 0xED * text card_number
