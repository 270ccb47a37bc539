-- The car in which a guardian brings the own children: any plate, on the register of vehicles or not.
ALTER TABLE guardian ADD COLUMN vehicle INTEGER REFERENCES vehicle (id);
